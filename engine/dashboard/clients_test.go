package dashboard_test

import (
	"net/http"
	"strings"
	"testing"

	"wpengine/engine/account"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

func TestClientIsMadeAndLinked(t *testing.T) {
	s := open(t)
	v := s.in()
	v.do("/account/clients").says(t, 200, "There is no client yet.")
	v.do("/account/clients/create", "name", " ").says(t, 400, "Must have at least 1 character.")
	got := v.do("/account/clients/create", "name", `<b>"Front" desk</b>`)
	link := "/account/clients/link?id=" + s.clients[0].ID
	got.leads(t, link)
	page := v.do(link)
	page.says(t, 200, "Nobody has scanned the codes.")
	page.says(t, 200, "&lt;b&gt;&#34;Front&#34; desk&lt;/b&gt;")

	s.clients[0].State = api.ClientStatePairing
	v.do(link).says(t, 200, "<svg><path d='M0 0'/></svg>")
	v.do("/account/clients/link", "id", s.clients[0].ID, "phone", "12").says(t, 400, "Is not a phone number with its country")
	v.do("/account/clients/link", "id", s.clients[0].ID, "phone", "+15551234567").says(t, 200, "ABCD-EFGH")
	v.do("/account/clients/link", "id", s.clients[0].ID, "phone", " +1 (555) 123-4567 ").says(t, 200, "ABCD-EFGH")

	s.clients[0].State = api.ClientStateConnected
	v.do(link).leads(t, "/account/clients/client?id="+s.clients[0].ID)
	v.do("/account/clients").says(t, 200, "badge-good")
}

func TestClientIsRenamedAndItsSettingsChanged(t *testing.T) {
	s := open(t)
	v := s.in()
	s.clients = []api.Client{{ID: store.NewID(), Name: "Front desk"}}
	id := s.clients[0].ID
	page := "/account/clients/client?id=" + id
	v.do(page).says(t, 200, "<title>Front desk · Client · WP Engine</title>")
	v.do("/account/clients/client/change", "id", id, "name", " Back office ", "read", "yes").leads(t, page)
	got := v.do(page)
	got.says(t, 200, `value="Back office"`)
	got.says(t, 200, `name="read" value="yes" checked`)
	got.says(t, 200, `name="online" value="yes">`)
	got.says(t, 200, "The client is changed.")
	wrong := v.do("/account/clients/client/change", "id", id, "name", " ", "online", "yes")
	wrong.says(t, 400, "Must have at least 1 character.")
	wrong.says(t, 400, `name="online" value="yes" checked`)
	v.do("/account/clients/client/change", "id", store.NewID(), "name", "x").says(t, 404, "There is no such client.")
}

func TestClientPageSaysHowItIs(t *testing.T) {
	s := open(t)
	v := s.in()
	jid := "15551234567:1@s.whatsapp.net"
	s.clients = []api.Client{{ID: store.NewID(), Name: "Front desk", JID: &jid}}
	page := "/account/clients/client?id=" + s.clients[0].ID
	for _, state := range []api.ClientState{
		api.ClientStateUnpaired, api.ClientStatePairing, api.ClientStateConnecting, api.ClientStateConnected, api.ClientStateDisconnected,
		api.ClientStateLoggedOut, api.ClientStateBanned, api.ClientStateReplaced, api.ClientStateOutdated,
	} {
		s.clients[0].State = state
		if body := v.do(page).body; strings.Contains(body, ">"+string(state)+"<") || !strings.Contains(body, `<p role="status"><span class="badge`) {
			t.Errorf("%s has no words", state)
		}
	}
	s.clients[0].DesiredState = api.ClientDesiredStateConnected
	v.do(page).says(t, 200, "Disconnect</button>")
	v.do("/account/clients/client/send", "id", s.clients[0].ID, "jid", "+15551234567", "text", "kept as typed").says(t, 409, "The client is not connected.")
	v.do("/account/clients/client/send", "id", s.clients[0].ID, "jid", "+15551234567", "text", "kept as typed").says(t, 409, ">kept as typed</textarea>")
	v.do("/account/clients/client/send", "id", s.clients[0].ID, "jid", "abc", "text", "x").says(t, 400, "Is not a phone number with its country")
	v.do(page).says(t, 200, "Directly, without a proxy")
	s.clients[0].Proxy = &api.ClientProxy{ID: store.NewID(), Masked: "http://ada:***@127.0.0.1:3128"}
	v.do(page).says(t, 200, "Through http://ada:***@127.0.0.1:3128, and never without")
	for _, ask := range []string{"logout", "delete"} {
		v.do("/account/clients/"+ask+"?id="+s.clients[0].ID).says(t, 200, "<strong>Front desk</strong>")
	}
}

func TestClientThatIsNotThereIsNotFound(t *testing.T) {
	s := open(t)
	v := s.in()
	for _, page := range []string{"client", "link", "logout", "delete"} {
		v.do("/account/clients/"+page).leads(t, "/account/clients")
		v.do("/account/clients/"+page+"?id="+store.NewID()).says(t, 404, "There is no such client.")
		v.do("/account/clients/"+page+"?id=%3Cscript%3E").says(t, 404, "There is no such client.")
	}
}

// A form could else be sent by a program, as often as it likes.
func TestPagesSendNoMoreThanTheBudget(t *testing.T) {
	s := open(t)
	v := s.in()
	send := func() answer {
		return v.do("/account/clients/client/send", "id", s.clients[0].ID, "jid", "+15551234567", "text", "Hello")
	}
	v.do("/account/clients/create", "name", "Front desk") // which costs one, too
	jid := "15550001@s.whatsapp.net"
	s.clients[0].JID = &jid
	for range account.Limit(account.TierFree) - 1 {
		send().says(t, http.StatusConflict, "The client is not connected.")
	}
	send().says(t, http.StatusTooManyRequests, "The budget of 100 requests an hour is spent.")
	v.do("/account/clients").says(t, http.StatusOK, "Front desk")
}
