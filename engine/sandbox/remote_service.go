package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"wpengine/engine/api"
)

var _ api.SandboxService = (*RemoteService)(nil)

// RemoteService answers the operations of the group sandbox with the Service of a network in another process.
type RemoteService struct {
	remote  *Remote
	clients Clients
}

// NewRemoteService makes the service of a remote network.
func NewRemoteService(remote *Remote, clients Clients) *RemoteService {
	return &RemoteService{remote, clients}
}

// forward carries an operation over, by the name of its Go method. An operation about a client says which.
func forward[Resp, Req any](ctx context.Context, s *RemoteService, name string, req *Req, clientID string) (*Resp, error) {
	var e envelope
	var err error
	if clientID != "" {
		device, err := s.clients.JID(ctx, clientID)
		if err != nil {
			return nil, err
		}
		e.Device = device.String()
	}
	if e.Request, err = json.Marshal(req); err != nil {
		return nil, fmt.Errorf("sandbox: %s: %w", name, err)
	}
	resp, err := s.remote.post(ctx, "operation/"+name, e)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, remoteError(resp)
	}
	result := new(Resp)
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxControlAnswer)).Decode(result); err != nil {
		return nil, fmt.Errorf("sandbox: the answer of %s: %w", name, err)
	}
	return result, nil
}

// stream carries over what isn't an operation, as it comes.
func (s *RemoteService) stream(w http.ResponseWriter, r *http.Request, name string) {
	resp, err := s.remote.post(r.Context(), name, envelope{Query: r.URL.RawQuery})
	if err != nil {
		refuse(w, err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	for _, header := range []string{
		"Content-Type", "Content-Disposition", "Content-Length", "Content-Security-Policy", "Cache-Control", "X-Content-Type-Options", "X-Accel-Buffering",
	} {
		if value := resp.Header.Get(header); value != "" {
			w.Header().Set(header, value)
		}
	}
	w.WriteHeader(resp.StatusCode)
	out := eventStream{w: w, control: http.NewResponseController(w)}
	for piece := make([]byte, 16<<10); out.err == nil; {
		n, err := resp.Body.Read(piece)
		if n > 0 {
			out.write(piece[:n])
		}
		if err != nil {
			return
		}
	}
}

// ServeEvents is Service.ServeEvents.
func (s *RemoteService) ServeEvents(w http.ResponseWriter, r *http.Request) { s.stream(w, r, "events") }

// ServeMedia is Service.ServeMedia.
func (s *RemoteService) ServeMedia(w http.ResponseWriter, r *http.Request) { s.stream(w, r, "media") }

// CreatePhone is Service.CreatePhone.
func (s *RemoteService) CreatePhone(ctx context.Context, r *api.CreatePhoneRequest) (*api.Phone, error) {
	return forward[api.Phone](ctx, s, "CreatePhone", r, "")
}

// ListPhones is Service.ListPhones.
func (s *RemoteService) ListPhones(ctx context.Context, r *api.ListPhonesRequest) (*api.ListPhonesResponse, error) {
	return forward[api.ListPhonesResponse](ctx, s, "ListPhones", r, "")
}

// UpdatePhone is Service.UpdatePhone.
func (s *RemoteService) UpdatePhone(ctx context.Context, r *api.UpdatePhoneRequest) (*api.Phone, error) {
	return forward[api.Phone](ctx, s, "UpdatePhone", r, "")
}

// DeletePhone is Service.DeletePhone.
func (s *RemoteService) DeletePhone(ctx context.Context, r *api.DeletePhoneRequest) (*api.DeletePhoneResponse, error) {
	return forward[api.DeletePhoneResponse](ctx, s, "DeletePhone", r, "")
}

// ScanQR is Service.ScanQR.
func (s *RemoteService) ScanQR(ctx context.Context, r *api.ScanQRRequest) (*api.LinkedDevice, error) {
	return forward[api.LinkedDevice](ctx, s, "ScanQR", r, "")
}

// EnterPairCode is Service.EnterPairCode.
func (s *RemoteService) EnterPairCode(ctx context.Context, r *api.EnterPairCodeRequest) (*api.LinkedDevice, error) {
	return forward[api.LinkedDevice](ctx, s, "EnterPairCode", r, "")
}

// Unlink is Service.Unlink.
func (s *RemoteService) Unlink(ctx context.Context, r *api.UnlinkRequest) (*api.UnlinkResponse, error) {
	return forward[api.UnlinkResponse](ctx, s, "Unlink", r, r.ClientID)
}

// ListMessages is Service.ListMessages.
func (s *RemoteService) ListMessages(ctx context.Context, r *api.ListSandboxMessagesRequest) (*api.ListSandboxMessagesResponse, error) {
	return forward[api.ListSandboxMessagesResponse](ctx, s, "ListMessages", r, "")
}

// GetMedia is Service.GetMedia.
func (s *RemoteService) GetMedia(ctx context.Context, r *api.GetSandboxMediaRequest) (*api.GetSandboxMediaResponse, error) {
	return forward[api.GetSandboxMediaResponse](ctx, s, "GetMedia", r, "")
}

// SendMessage is Service.SendMessage.
func (s *RemoteService) SendMessage(ctx context.Context, r *api.SendSandboxMessageRequest) (*api.SendSandboxMessageResponse, error) {
	return forward[api.SendSandboxMessageResponse](ctx, s, "SendMessage", r, "")
}

// ReadMessages is Service.ReadMessages.
func (s *RemoteService) ReadMessages(ctx context.Context, r *api.ReadSandboxMessagesRequest) (*api.ReadSandboxMessagesResponse, error) {
	return forward[api.ReadSandboxMessagesResponse](ctx, s, "ReadMessages", r, "")
}

// SetTyping is Service.SetTyping.
func (s *RemoteService) SetTyping(ctx context.Context, r *api.SetTypingRequest) (*api.SetTypingResponse, error) {
	return forward[api.SetTypingResponse](ctx, s, "SetTyping", r, "")
}

// CreateGroup is Service.CreateGroup.
func (s *RemoteService) CreateGroup(ctx context.Context, r *api.CreateSandboxGroupRequest) (*api.SandboxGroup, error) {
	return forward[api.SandboxGroup](ctx, s, "CreateGroup", r, "")
}

// Call is Service.Call.
func (s *RemoteService) Call(ctx context.Context, r *api.SandboxCallRequest) (*api.SandboxCall, error) {
	return forward[api.SandboxCall](ctx, s, "Call", r, "")
}

// GetCall is Service.GetCall.
func (s *RemoteService) GetCall(ctx context.Context, r *api.GetSandboxCallRequest) (*api.SandboxCall, error) {
	return forward[api.SandboxCall](ctx, s, "GetCall", r, "")
}

// EndCall is Service.EndCall.
func (s *RemoteService) EndCall(ctx context.Context, r *api.EndSandboxCallRequest) (*api.SandboxCall, error) {
	return forward[api.SandboxCall](ctx, s, "EndCall", r, "")
}

// Fault is Service.Fault.
func (s *RemoteService) Fault(ctx context.Context, r *api.FaultRequest) (*api.FaultResponse, error) {
	return forward[api.FaultResponse](ctx, s, "Fault", r, r.ClientID)
}
