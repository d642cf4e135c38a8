package sandbox

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
)

// UpdatePhone changes what a phone does by itself, or how it shows itself.
func (s *Service) UpdatePhone(ctx context.Context, r *api.UpdatePhoneRequest) (*api.Phone, error) {
	p, err := s.phone(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	change := PhoneChange{Name: r.Name, About: r.About, DelaySeconds: r.DelaySeconds}
	if r.Persona != nil {
		persona := Persona(*r.Persona)
		change.Persona = &persona
	}
	if r.Script != nil {
		script := rules(r.Script)
		change.Script = &script
	}
	if err := p.Update(ctx, change); err != nil {
		return nil, problem(err)
	}
	view := phoneView(p)
	return &view, nil
}

// ReadMessages reads a chat, as the person who holds the phone.
func (s *Service) ReadMessages(ctx context.Context, r *api.ReadSandboxMessagesRequest) (*api.ReadSandboxMessagesResponse, error) {
	p, chat, err := s.chat(ctx, r.Phone, r.JID)
	if err != nil {
		return nil, err
	}
	if err := p.MarkRead(ctx, chat); err != nil {
		return nil, problem(err)
	}
	return &api.ReadSandboxMessagesResponse{Read: true}, nil
}

// SetTyping shows that the person who holds the phone types, or doesn't any more.
func (s *Service) SetTyping(ctx context.Context, r *api.SetTypingRequest) (*api.SetTypingResponse, error) {
	p, chat, err := s.chat(ctx, r.Phone, r.JID)
	if err != nil {
		return nil, err
	}
	if err := p.SetTyping(ctx, chat, string(r.State)); err != nil {
		return nil, problem(err)
	}
	return &api.SetTypingResponse{Told: true}, nil
}

// chat finds one of the caller's phones, and reads what names a chat of it.
func (s *Service) chat(ctx context.Context, number, chat string) (*Phone, types.JID, error) {
	p, err := s.phone(ctx, number)
	if err != nil {
		return nil, types.JID{}, err
	}
	jid, err := parseAddress("/jid", chat)
	return p, jid, err
}

// CreateGroup makes a group, as the person who holds the phone.
func (s *Service) CreateGroup(ctx context.Context, r *api.CreateSandboxGroupRequest) (*api.SandboxGroup, error) {
	p, err := s.phone(ctx, r.Phone)
	if err != nil {
		return nil, err
	}
	members := make([]types.JID, len(r.Members))
	for i, text := range r.Members {
		pointer := fmt.Sprintf("/members/%d", i)
		if members[i], err = parseAddress(pointer, text); err != nil {
			return nil, err
		}
		if many(members[i]) {
			return nil, api.Invalid(pointer, "is no person")
		}
	}
	g, err := p.CreateGroup(ctx, r.Subject, members...)
	var unknown *UnknownMemberError
	if errors.As(err, &unknown) {
		return nil, api.Errorf(api.CodeRecipientNotOnWhatsapp, "Nobody on the simulated network is %s. Create a virtual phone for it first.", r.Members[unknown.Index])
	}
	if err != nil {
		return nil, problem(err)
	}
	view := &api.SandboxGroup{JID: g.JID.String(), Subject: g.Subject}
	for _, m := range g.Members {
		view.Members = append(view.Members, identityView(m))
	}
	return view, nil
}

// parseAddress reads whom a member of a request names: a person by JID or number, a group, or the status.
func parseAddress(pointer, text string) (types.JID, error) {
	if !strings.Contains(text, "@") {
		number, err := parseNumber(text)
		if err != nil {
			return types.JID{}, api.Invalid(pointer, "is neither a JID nor a phone number in E.164, such as +15551234567")
		}
		return types.NewJID(number, types.DefaultUserServer), nil
	}
	jid, err := types.ParseJID(text)
	if err != nil || jid.User == "" {
		return types.JID{}, api.Invalid(pointer, "is not a JID, such as 15551234567@s.whatsapp.net")
	}
	switch jid.Server {
	case types.DefaultUserServer, types.HiddenUserServer, types.GroupServer:
		return jid.ToNonAD(), nil
	case types.BroadcastServer:
		if jid == StatusJID {
			return jid, nil
		}
	}
	return types.JID{}, api.Invalid(pointer, "must end with @s.whatsapp.net, @lid or @g.us, or be status@broadcast")
}

// rules reads a script.
func rules(script []api.ScriptRule) []Rule {
	out := make([]Rule, len(script))
	for i, r := range script {
		out[i] = Rule{Reply: r.Reply}
		if r.Match != nil {
			out[i].Match = *r.Match
		}
	}
	return out
}

func rulesView(script []Rule) []api.ScriptRule {
	out := make([]api.ScriptRule, len(script))
	for i, r := range script {
		out[i] = api.ScriptRule{Reply: r.Reply}
		if r.Match != "" {
			out[i].Match = &r.Match
		}
	}
	return out
}
