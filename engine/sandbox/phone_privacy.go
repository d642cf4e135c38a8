package sandbox

import (
	"context"
	"errors"
	"slices"

	"go.mau.fi/whatsmeow/types"
)

// What is wrong with who a phone lets see or do something.
var (
	ErrBadPrivacy = errors.New("the privacy setting doesn't exist or can't have this value")
	ErrBlockSelf  = errors.New("nobody can block their own number")
)

// SetPrivacy changes whom the phone lets see or do something, as a person does under Privacy.
func (p *Phone) SetPrivacy(ctx context.Context, name types.PrivacySettingType, value types.PrivacySetting) error {
	if !slices.Contains(privacyValues()[string(name)], string(value)) {
		return ErrBadPrivacy
	}
	return p.act(ctx, func(t *tx) error {
		t.setPrivacy(p.account, map[string]string{string(name): string(value)}, nil)
		return nil
	})
}

// Block makes the phone hear nothing of somebody any more, and show them nothing.
func (p *Phone) Block(ctx context.Context, who types.JID) error {
	return p.setBlocked(ctx, who, "block")
}

// Unblock ends that somebody is blocked.
func (p *Phone) Unblock(ctx context.Context, who types.JID) error {
	return p.setBlocked(ctx, who, "unblock")
}

func (p *Phone) setBlocked(ctx context.Context, who types.JID, action string) error {
	return p.act(ctx, func(t *tx) error {
		switch other := t.account(who); other {
		case nil:
			return ErrNotOnWhatsApp
		case p.account:
			return ErrBlockSelf
		default:
			t.block(p.account, other, action, nil)
			return nil
		}
	})
}
