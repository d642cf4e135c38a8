package sandbox

import (
	"context"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
)

var _ api.SandboxService = (*Service)(nil)

// Clients knows the clients of callers.
type Clients interface {
	// JID returns the device that one of the caller's clients is linked as.
	JID(ctx context.Context, clientID string) (types.JID, error)
}

// Service answers the operations of the group sandbox. A phone belongs to the account that has created
// it, and doesn't exist for others, but everybody may write to its number. A phone without an owner is
// everybody's.
type Service struct {
	network   *Network
	clients   Clients
	maxPhones int // of an account
	heartbeat time.Duration
}

// NewService makes the service of a network. Without a network, because the engine uses WhatsApp itself,
// every operation answers capability_unavailable.
func NewService(network *Network, clients Clients) *Service {
	return &Service{network: network, clients: clients, maxPhones: 1000, heartbeat: heartbeat}
}

// available says whether there is a simulated network.
func (s *Service) available() error {
	if s.network == nil {
		return api.Errorf(api.CodeCapabilityUnavailable,
			"This engine is connected to WhatsApp itself. Virtual phones are for an engine that is started with --network sandbox.")
	}
	return nil
}

// phone finds one of the caller's phones.
func (s *Service) phone(ctx context.Context, number string) (*Phone, error) {
	if err := s.available(); err != nil {
		return nil, err
	}
	p, err := s.network.Phone(number)
	if err == nil && !p.isOf(api.CallerFrom(ctx).UserID) {
		err = ErrNoPhone
	}
	return p, problem(err)
}

// CreatePhone puts a phone on the network, for the caller.
func (s *Service) CreatePhone(ctx context.Context, r *api.CreatePhoneRequest) (*api.Phone, error) {
	if err := s.available(); err != nil {
		return nil, err
	}
	spec := PhoneSpec{
		Number: r.Phone, Owner: api.CallerFrom(ctx).UserID,
		Persona: Persona(r.Persona), DelaySeconds: r.DelaySeconds, Script: rules(r.Script),
	}
	if s.owned(spec.Owner) >= s.maxPhones {
		return nil, api.Errorf(api.CodeConflict, "The account has %d virtual phones, which is as many as it may have. Delete one first.", s.maxPhones)
	}
	if r.Name != nil {
		spec.Name = *r.Name
	}
	if r.About != nil {
		spec.About = *r.About
	}
	p, err := s.network.CreatePhone(ctx, spec)
	if err != nil {
		return nil, problem(err)
	}
	view := phoneView(p)
	return &view, nil
}

// isOf tells whether an account may use the phone.
func (p *Phone) isOf(owner string) bool { return p.account.Owner == owner || p.account.Owner == "" }

// owned counts the phones of an account. Two calls at once may both find room for one more: the bound is
// there for the machine's sake, and one phone too many doesn't hurt it.
func (s *Service) owned(owner string) (n int) {
	for _, p := range s.network.Phones() {
		if p.account.Owner == owner {
			n++
		}
	}
	return n
}

// ListPhones lists the caller's phones by number.
func (s *Service) ListPhones(ctx context.Context, r *api.ListPhonesRequest) (*api.ListPhonesResponse, error) {
	if err := s.available(); err != nil {
		return nil, err
	}
	owner, after := api.CallerFrom(ctx).UserID, ""
	if r.Cursor != nil {
		after = *r.Cursor
		if strings.Trim(after, "0123456789") != "" {
			return nil, api.Invalid("/cursor", "is not the nextCursor of a page")
		}
	}
	var phones []api.Phone
	for _, p := range s.network.Phones() {
		if p.isOf(owner) && p.account.Number > after && len(phones) <= r.Limit {
			phones = append(phones, phoneView(p))
		}
	}
	items, next := api.Page(phones, r.Limit, func(p api.Phone) string { return strings.TrimPrefix(p.Phone, "+") })
	if items == nil {
		items = []api.Phone{}
	}
	return &api.ListPhonesResponse{Items: items, NextCursor: next}, nil
}

// DeletePhone takes a phone off the network.
func (s *Service) DeletePhone(ctx context.Context, r *api.DeletePhoneRequest) (*api.DeletePhoneResponse, error) {
	p, err := s.phone(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	if err := p.Delete(ctx); err != nil {
		return nil, problem(err)
	}
	return &api.DeletePhoneResponse{Deleted: true}, nil
}

// ScanQR links the client that shows a code.
func (s *Service) ScanQR(ctx context.Context, r *api.ScanQRRequest) (*api.LinkedDevice, error) {
	p, err := s.phone(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	return linkedView(p, func() (types.JID, error) { return p.ScanQR(ctx, r.QR) })
}

// EnterPairCode links the client that waits for a code.
func (s *Service) EnterPairCode(ctx context.Context, r *api.EnterPairCodeRequest) (*api.LinkedDevice, error) {
	p, err := s.phone(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	return linkedView(p, func() (types.JID, error) { return p.EnterPairCode(ctx, r.Code) })
}

// Unlink ends the link of one of the caller's clients to one of the caller's phones.
func (s *Service) Unlink(ctx context.Context, r *api.UnlinkRequest) (*api.UnlinkResponse, error) {
	p, err := s.phone(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	device, err := s.clients.JID(ctx, r.ClientID)
	if err != nil {
		return nil, err
	}
	if err := p.Unlink(ctx, device); err != nil {
		return nil, problem(err)
	}
	return &api.UnlinkResponse{Unlinked: true}, nil
}

// ListMessages shows what a phone has sent and received.
func (s *Service) ListMessages(ctx context.Context, r *api.ListSandboxMessagesRequest) (*api.ListSandboxMessagesResponse, error) {
	p, err := s.phone(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	cursor := ""
	if r.Cursor != nil {
		if cursor = *r.Cursor; !isCursor(cursor) {
			return nil, api.Invalid("/cursor", "is not the nextCursor of a page")
		}
	}
	messages, next, err := p.Messages(ctx, cursor, r.Limit)
	if err != nil {
		return nil, problem(err)
	}
	page := &api.ListSandboxMessagesResponse{Items: make([]api.SandboxMessage, len(messages))}
	for i, m := range messages {
		page.Items[i] = messageView(m)
	}
	if next != "" {
		page.NextCursor = &next
	}
	return page, nil
}

// Fault makes something go wrong for one of the caller's clients.
func (s *Service) Fault(ctx context.Context, r *api.FaultRequest) (*api.FaultResponse, error) {
	if err := s.available(); err != nil {
		return nil, err
	}
	device, err := s.clients.JID(ctx, r.ClientID)
	if err != nil {
		return nil, err
	}
	switch fault := Fault(r.Fault); {
	case fault == FaultMalformed && api.CallerFrom(ctx).Role != api.RoleAdmin:
		return nil, api.Errorf(api.CodeForbidden, "The fault malformed ends the engine's process, with everybody's clients. Only an admin may ask for it.")
	case fault == FaultSlow:
		err = s.network.Slow(ctx, device, time.Duration(r.DelaySeconds)*time.Second, r.Count)
	default:
		err = s.network.Fault(ctx, device, fault, r.Count)
	}
	if err != nil {
		return nil, problem(err)
	}
	return &api.FaultResponse{Armed: true}, nil
}
