package engine

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"wpengine/engine/api"
)

// TestWhatAdministratorsChangeHoldsFromTheNextRequestOn disables an account, gives it another tier and another role while
// its keys and sessions are in use, and asks right after.
func TestWhatAdministratorsChangeHoldsFromTheNextRequestOn(t *testing.T) {
	c := newCourt(t)
	c.newPeople()
	key := c.key(c.ada, api.CreateApiKeyRequest{})
	comers := []comer{
		{name: "key", key: key.Key},
		{name: "session", headers: map[string]string{"Cookie": c.session(c.ada), "Sec-Fetch-Site": "same-origin"}},
	}
	phones := comer{name: "session of the phones", headers: map[string]string{"Cookie": c.handset(key.Key), "Sec-Fetch-Site": "same-origin"}}
	root := comer{key: c.key(c.root, api.CreateApiKeyRequest{}).Key}
	operation := c.engine.spec.Operation
	change := func(member string, value any) {
		t.Helper()
		for _, who := range comers { // so that whatever is remembered is
			c.call(who, operation("server.ping"), map[string]any{})
		}
		if got := c.call(root, operation("account.updateUser"), map[string]any{"userId": c.ada.ID, member: value}); got.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", member, got.Code, got.Body)
		}
	}
	for tier, limit := range map[string]int{"free": 1 << 10, "pro": 1 << 20} {
		change("tier", tier)
		for _, who := range comers {
			got := c.call(who, operation("account.get"), map[string]any{})
			var told api.Account
			if err := json.Unmarshal(got.Body.Bytes(), &told); err != nil || got.Code != http.StatusOK {
				t.Fatalf("%d %s", got.Code, got.Body)
			}
			left := fmt.Sprintf(`"hour";r=%d;`, told.Usage.Remaining)
			if policy := fmt.Sprintf(`"hour";q=%d;w=3600`, limit); got.Header().Get("RateLimit-Policy") != policy || told.Usage.Limit != limit || string(told.Tier) != tier || !strings.HasPrefix(got.Header().Get("RateLimit"), left) {
				t.Errorf("%s, by %s: %v and %+v", tier, who.name, got.Header(), told)
			}
		}
	}
	change("role", api.RoleAdmin)
	for _, who := range comers {
		if got := c.call(who, operation("proxy.list"), map[string]any{}); got.Code != http.StatusOK {
			t.Errorf("an administrator, by %s: %d %s", who.name, got.Code, got.Body)
		}
	}
	change("role", "user")
	for _, who := range comers {
		if got := c.call(who, operation("proxy.list"), map[string]any{}); got.Code != http.StatusForbidden {
			t.Errorf("no administrator any more, by %s: %d %s", who.name, got.Code, got.Body)
		}
	}
	if got := c.call(phones, operation("sandbox.listPhones"), map[string]any{}); got.Code != http.StatusOK {
		t.Errorf("the phones: %d %s", got.Code, got.Body)
	}
	change("disabled", true)
	for _, who := range append(comers, phones) {
		if got := c.call(who, operation("sandbox.listPhones"), map[string]any{}); got.Code != http.StatusUnauthorized {
			t.Errorf("disabled, by %s: %d %s", who.name, got.Code, got.Body)
		}
	}
	change("disabled", false) // keys come back, sessions don't
	for i, want := range []int{http.StatusOK, http.StatusUnauthorized} {
		if got := c.call(comers[i], operation("server.ping"), map[string]any{}); got.Code != want {
			t.Errorf("enabled again, by %s: %d %s", comers[i].name, got.Code, got.Body)
		}
	}
	if got := c.call(root, operation("account.deleteUser"), map[string]any{"userId": c.ada.ID}); got.Code != http.StatusOK {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if got := c.call(comers[0], operation("server.ping"), map[string]any{}); got.Code != http.StatusUnauthorized {
		t.Errorf("deleted: %d %s", got.Code, got.Body)
	}
}
