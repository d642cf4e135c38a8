package sandbox_test

import (
	"errors"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/types"
)

// TestRareRequestsAreAnswered makes the requests of the library that no other test makes.
func TestRareRequestsAreAnswered(t *testing.T) {
	_, a, _ := linked(t)
	for name, test := range map[string]struct {
		do   func() error
		want error // nil: it works
	}{
		"who sees the status": {do: func() error {
			who, err := a.GetStatusPrivacy(t.Context())
			if err == nil && (len(who) != 1 || who[0].Type != types.StatusPrivacyTypeContacts || !who[0].IsDefault) {
				return errors.New("not all contacts")
			}
			return err
		}},
		"privacy settings": {do: func() error {
			settings, err := a.TryFetchPrivacySettings(t.Context(), true)
			if err == nil && (settings.Messages != types.PrivacySettingAll || settings.Defense != types.PrivacySettingOff) {
				return errors.New("not those of a new account")
			}
			return err
		}},
		"app state":          {do: func() error { return a.FetchAppState(t.Context(), appstate.WAPatchRegular, true, false) }},
		"nothing dirty":      {do: func() error { return a.MarkNotDirty(t.Context(), "account_sync", time.Now()) }},
		"push configuration": {do: func() error { _, err := a.GetServerPushNotificationConfig(t.Context()); return err }},
		"push registration":  {do: func() error { return a.RegisterForPushNotifications(t.Context(), &whatsmeow.FCMPushConfig{Token: "x"}) }},
		"deletion of a file": {do: func() error {
			return a.DeleteMedia(t.Context(), whatsmeow.MediaHistory, "/v/x?y", make([]byte, 32), "")
		}},
		"a pack of stickers": {func() error { _, err := a.FetchStickerPack(t.Context(), "x"); return err }, whatsmeow.ErrMediaDownloadFailedWith404},
		"an order":           {func() error { _, err := a.GetOrderDetails(t.Context(), "1", "x"); return err }, &whatsmeow.IQError{Code: 501, Text: "feature-not-implemented"}},
		"a link to nobody":   {func() error { _, err := a.ResolveContactQRLink(t.Context(), "x"); return err }, whatsmeow.ErrContactQRLinkNotFound},
		"a picture of nobody": {func() error {
			_, err := a.GetProfilePictureInfo(t.Context(), types.NewJID("19990000000", types.DefaultUserServer), nil)
			return err
		}, whatsmeow.ErrProfilePictureNotSet},
	} {
		if err := test.do(); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
}
