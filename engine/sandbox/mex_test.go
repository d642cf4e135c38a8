package sandbox_test

import (
	"errors"
	"testing"

	"go.mau.fi/whatsmeow/types"
)

func TestUnknownQueriesAreRefusedAsGraphQL(t *testing.T) {
	_, a, _ := linked(t)
	data, err := a.DangerousInternals().SendMexIQ(t.Context(), "7272540469429201", map[string]any{}) //nolint:staticcheck // the library has no function for an unknown query
	var refused types.GraphQLErrors
	if !errors.As(err, &refused) || len(refused) != 1 || refused[0].Extensions.ErrorCode != 501 || string(data) != "null" {
		t.Errorf("%s, %v", data, err)
	}
}

func TestAboutTextIsChangedByGraphQL(t *testing.T) {
	_, a, _ := linked(t)
	about := "At the desk"
	if err := a.SetStatusMessage(t.Context(), types.SetStatusInput{Text: &about}); err != nil {
		t.Fatal(err)
	}
	users, err := a.GetUserInfo(t.Context(), []types.JID{a.Store.ID.ToNonAD()})
	if got := users[a.Store.ID.ToNonAD()].Status; err != nil || got != about {
		t.Errorf("the about text is %q, %v", got, err)
	}
	about = string(make([]byte, 200))
	if err := a.SetStatusMessage(t.Context(), types.SetStatusInput{Text: &about}); err == nil {
		t.Error("an about text of 200 characters was accepted")
	}
}
