package sandbox

import (
	"context"
	"time"

	"wpengine/engine/api"
)

// Call calls somebody, as the person who holds the phone.
func (s *Service) Call(ctx context.Context, r *api.SandboxCallRequest) (*api.SandboxCall, error) {
	p, to, err := s.chat(ctx, r.Phone, r.JID)
	if err != nil {
		return nil, err
	}
	return callAnswer(p.Call(ctx, to, CallOptions{Video: r.Video, Ring: time.Duration(r.RingSeconds) * time.Second}))
}

// GetCall shows how a call stands.
func (s *Service) GetCall(ctx context.Context, r *api.GetSandboxCallRequest) (*api.SandboxCall, error) {
	p, err := s.phone(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	if err := s.network.saved(ctx); err != nil { // what is shown must not be undone by a crash
		return nil, problem(err)
	}
	return callAnswer(p.FindCall(r.CallID))
}

// EndCall hangs up, as the person who holds the phone.
func (s *Service) EndCall(ctx context.Context, r *api.EndSandboxCallRequest) (*api.SandboxCall, error) {
	p, err := s.phone(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	return callAnswer(p.EndCall(ctx, r.CallID))
}

// callAnswer describes a call, or says why there is none.
func callAnswer(k Call, err error) (*api.SandboxCall, error) {
	if err != nil {
		return nil, problem(err)
	}
	view := &api.SandboxCall{
		CallID: k.ID, State: api.SandboxCallState(k.State), Video: k.Video,
		From: identityView(k.From), To: identityView(k.To), StartedAt: k.StartedAt,
	}
	if !k.EndedAt.IsZero() {
		view.EndedAt = &k.EndedAt
	}
	return view, nil
}
