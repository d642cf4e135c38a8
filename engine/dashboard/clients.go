package dashboard

import (
	"errors"
	"html/template"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"wpengine/engine/api"
)

const clientsPath = "/account/clients"

// clientState is a state in words, and what kind of state it is.
type clientState struct{ Label, Tone, Meaning string }

var clientStates = map[api.ClientState]clientState{
	api.ClientStateUnpaired:     {"Not linked", "", "It belongs to no phone yet. Link it, with a code that the phone scans."},
	api.ClientStatePairing:      {"Waiting to be linked", "warn", "It waits for the phone to scan a code or to take one."},
	api.ClientStateConnecting:   {"Connecting", "warn", "It is on its way to WhatsApp."},
	api.ClientStateConnected:    {"Connected", "good", "It sends and receives."},
	api.ClientStateDisconnected: {"Disconnected", "", "It is linked, and has no connection to WhatsApp."},
	api.ClientStateLoggedOut:    {"Logged out", "bad", "The phone has unlinked it. Link it again."},
	api.ClientStateBanned:       {"Banned", "bad", "WhatsApp blocks the account for now."},
	api.ClientStateReplaced:     {"Replaced", "bad", "Another connection has taken over. See to it that this device runs only once, and connect it again."},
	api.ClientStateOutdated:     {"Outdated", "bad", "WhatsApp takes this version of the engine no longer. Upgrade it."},
}

// clientRow is a client as the pages show it.
type clientRow struct {
	api.Client
	clientState
}

func newClientRow(c api.Client) clientRow {
	state, known := clientStates[c.State]
	if !known {
		state.Label = string(c.State)
	}
	return clientRow{c, state}
}

// Linked reports whether the client belongs to a phone.
func (c clientRow) Linked() bool { return c.JID != nil }

// Working reports whether the engine keeps the client connected.
func (c clientRow) Working() bool { return c.DesiredState == api.ClientDesiredStateConnected }

func (d *Dashboard) showClients(v *Visit) error {
	all, err := clients(v)
	if err != nil {
		return err
	}
	rows := make([]clientRow, len(all))
	for i, c := range all {
		rows[i] = newClientRow(c)
	}
	return v.Show(http.StatusOK, rows)
}

func newClientForm() *form {
	return &form{Fields: []*field{
		{Name: "name", Label: "Name", Max: 100, Focus: true, Complete: "off", Hint: "To tell your clients apart, such as Front desk."},
	}}
}

func (d *Dashboard) showClientCreate(v *Visit) error { return v.Show(http.StatusOK, newClientForm()) }

func (d *Dashboard) createClient(v *Visit) error {
	f := newClientForm()
	f.fill(v.Request)
	made, err := charged[api.Client](v, "clients.create", api.CreateClientRequest{Name: strings.TrimSpace(v.Value("name"))})
	if err != nil {
		if status := f.explain(v.Writer, err); status != 0 {
			return v.Show(status, f)
		}
		return err
	}
	return v.Done(at(clientsPath+"/link", made.ID), "The client "+made.Name+" is made. Now link it.")
}

// at is the page of a client.
func at(path, id string) string { return path + "?" + url.Values{"id": {id}}.Encode() }

// clientOf returns the client that the address or the form names. Who had to sign in first comes back without it, and is
// led to the list: then it is nil.
func clientOf(v *Visit) (*clientRow, error) {
	id := v.Value("id")
	if id == "" {
		http.Redirect(v.Writer, v.Request, clientsPath, http.StatusSeeOther)
		return nil, nil
	}
	c, err := call[api.Client](v, "clients.get", api.GetClientRequest{ClientID: id})
	if err != nil {
		if shown := new(api.Error); errors.As(err, &shown) && (shown.Code == api.CodeNotFound || shown.Code == api.CodeInvalidRequest) {
			err = api.Errorf(api.CodeNotFound, "There is no such client. It may have been deleted.")
		}
		return nil, err
	}
	row := newClientRow(*c)
	return &row, nil
}

// clientPage is one client, a form that sends a message through it, and one that changes it.
type clientPage struct {
	Client clientRow
	Way    string // how it connects
	Send   *form
	Edit   *clientForm
}

// About says which client the page is of, in the browser's list of pages.
func (p *clientPage) About() string { return p.Client.Name }

// About is that of a clientPage.
func (p *linkPage) About() string { return p.Client.Name }

// About is that of a clientPage.
func (c *clientRow) About() string { return c.Name }

// clientForm is what may be changed of a client.
type clientForm struct {
	form
	Online, Read bool
}

func newClientEdit(c clientRow) *clientForm {
	f := &clientForm{form: form{Hidden: map[string]string{"id": c.ID}}, Online: isSet(c.Settings.AlwaysOnline), Read: isSet(c.Settings.ReadMessages)}
	f.Fields = []*field{{Name: "name", Label: "Name", Value: c.Name, Max: 100, Complete: "off"}}
	return f
}

func newSendForm() *form {
	return &form{Fields: []*field{
		{Name: "jid", Label: "To", Max: 100, Complete: "off", Hint: "A phone number with its country, such as +15551234567, or a JID."},
		{Name: "text", Label: "Text", Type: "textarea", Max: 4096},
	}}
}

// isSet is a member of an answer that is false where it is left out.
func isSet(b *bool) bool { return b != nil && *b }

func (d *Dashboard) showClient(v *Visit) error { return d.client(v, http.StatusOK, newSendForm(), nil) }

// client shows a client, and the form to change it that was refused.
func (d *Dashboard) client(v *Visit, status int, send *form, edit *clientForm) error {
	c, err := clientOf(v)
	if c == nil {
		return err
	}
	send.Hidden = map[string]string{"id": c.ID}
	if edit == nil {
		edit = newClientEdit(*c)
	}
	return v.Show(status, &clientPage{*c, d.way(c.Proxy), send, edit})
}

// way says how a client connects that has a proxy, or none.
func (d *Dashboard) way(proxy *api.ClientProxy) string {
	switch {
	case proxy == nil:
		return "Directly, without a proxy"
	case d.Phones != "" && !onThisMachine(proxy.Masked):
		return "Directly, because this is the simulated network; else through " + proxy.Masked + ", and never without"
	}
	return "Through " + proxy.Masked + ", and never without"
}

// onThisMachine reports whether a proxy is where the simulated network is.
func onThisMachine(masked string) bool {
	u, err := url.Parse(masked)
	if err != nil {
		return false
	}
	addr, err := netip.ParseAddr(u.Hostname())
	return err == nil && addr.Unmap().IsLoopback() || u.Hostname() == "localhost"
}

// editClient changes a client's name and how it behaves.
func (d *Dashboard) editClient(v *Visit) error {
	c, err := clientOf(v)
	if c == nil {
		return err
	}
	f := newClientEdit(*c)
	f.fill(v.Request)
	f.Online, f.Read = v.Value("online") != "", v.Value("read") != ""
	name := strings.TrimSpace(v.Value("name"))
	_, err = call[api.Client](v, "clients.update", api.UpdateClientRequest{ClientID: c.ID, Name: &name, Settings: &api.ClientSettings{AlwaysOnline: &f.Online, ReadMessages: &f.Read}})
	if err != nil {
		if status := f.explain(v.Writer, err); status != 0 {
			return d.client(v, status, newSendForm(), f)
		}
		return err
	}
	return v.Done(at(clientsPath+"/client", c.ID), "The client is changed.")
}

func (d *Dashboard) connectClient(v *Visit) error {
	if _, err := charged[api.Client](v, "clients.connect", api.ConnectClientRequest{ClientID: v.Value("id")}); err != nil {
		return err
	}
	return v.Done(at(clientsPath+"/client", v.Value("id")), "The client connects.")
}

func (d *Dashboard) disconnectClient(v *Visit) error {
	if _, err := call[api.Client](v, "clients.disconnect", api.DisconnectClientRequest{ClientID: v.Value("id")}); err != nil {
		return err
	}
	return v.Done(at(clientsPath+"/client", v.Value("id")), "The client is disconnected.")
}

func (d *Dashboard) sendTest(v *Visit) error {
	f, text := newSendForm(), v.Value("text")
	f.fill(v.Request)
	sent, err := charged[api.SendMessageResponse](v, "whatsapp.sendMessage", api.SendMessageRequest{
		ClientID: v.Value("id"), JID: asNumber(v.Value("jid")), Message: api.Message{Text: &text},
	})
	if err != nil {
		notAPattern(err)
		if status := f.explain(v.Writer, err); status != 0 {
			return d.client(v, status, f, nil)
		}
		return err
	}
	return v.Done(at(clientsPath+"/client", v.Value("id")), "The message to "+sent.Recipient.JID+" is sent.")
}

// asNumber takes out of a phone number what people set it with. Anything else, such as a JID, it leaves alone.
func asNumber(typed string) string {
	typed = strings.TrimSpace(typed)
	number := strings.NewReplacer(" ", "", "\u00a0", "", "-", "", ".", "", "(", "", ")", "", "/", "").Replace(typed)
	if strings.Trim(number, "+0123456789") != "" {
		return typed
	}
	return number
}

// notAPattern says of a phone number that is wrong what one is, which the API says by a regular expression or a length.
func notAPattern(err error) {
	if shown := new(api.Error); errors.As(err, &shown) {
		for i := range shown.Fields {
			switch wrong := &shown.Fields[i]; {
			case wrong.Pointer == "/phone":
				wrong.Detail = "is not a phone number with its country, such as +15551234567"
			case wrong.Pointer == "/jid" && strings.HasPrefix(wrong.Detail, "must have"):
				wrong.Detail = "is not a phone number with its country, such as +15551234567, or a JID"
			}
		}
	}
}

func (d *Dashboard) askAboutClient(v *Visit) error {
	c, err := clientOf(v)
	if c == nil {
		return err
	}
	return v.Show(http.StatusOK, c)
}

func (d *Dashboard) logoutClient(v *Visit) error {
	if _, err := call[api.Client](v, "clients.logout", api.LogoutClientRequest{ClientID: v.Value("id")}); err != nil {
		return err
	}
	return v.Done(at(clientsPath+"/client", v.Value("id")), "The client is logged out. It can be linked again.")
}

func (d *Dashboard) deleteClient(v *Visit) error {
	if _, err := call[api.DeleteClientResponse](v, "clients.delete", api.DeleteClientRequest{ClientID: v.Value("id")}); err != nil {
		return err
	}
	return v.Done(clientsPath, "The client is deleted.")
}

// linkPage shows the code by which a phone links a client. It is loaded again and again: codes are good for seconds.
type linkPage struct {
	Client  clientRow
	QR      template.HTML // a drawing of ours; "" while there is none
	Expired bool          // nobody has scanned the codes
	Code    *api.PairCodeResponse
	Phone   *form
	Phones  string // the page with the virtual phones, "" on the real network
}

func newPhoneForm(id string) *form {
	return &form{Hidden: map[string]string{"id": id}, Fields: []*field{
		{Name: "phone", Label: "Phone number", Type: "tel", Max: 40, Complete: "off", Hint: "Of the phone that is to be linked, with its country, such as +15551234567."},
	}}
}

func (d *Dashboard) showClientLink(v *Visit) error {
	c, err := clientOf(v)
	if c == nil {
		return err
	}
	page := &linkPage{Client: *c, Phone: newPhoneForm(c.ID), Phones: d.Phones}
	if c.State == api.ClientStateConnected {
		return v.Done(at(clientsPath+"/client", c.ID), "The client is linked.")
	}
	code, err := call[api.GetQRResponse](v, "clients.getQr", api.GetQRRequest{ClientID: c.ID, Format: api.GetQRRequestFormatSvg, WaitSeconds: 1})
	if err != nil {
		return err
	}
	switch code.State {
	case api.GetQRResponseStateConnected:
		return v.Done(at(clientsPath+"/client", c.ID), "The client is linked.")
	case api.GetQRResponseStateExpired:
		page.Expired = true
	case api.GetQRResponseStateQR:
		if code.QR != nil {
			page.QR = template.HTML(*code.QR) //nolint:gosec // drawn by the engine, of squares
		}
	}
	return v.Show(http.StatusOK, page)
}

// pairClient shows the code that a phone without a camera takes.
func (d *Dashboard) pairClient(v *Visit) error {
	c, err := clientOf(v)
	if c == nil {
		return err
	}
	page := &linkPage{Client: *c, Phone: newPhoneForm(c.ID), Phones: d.Phones}
	page.Phone.fill(v.Request)
	page.Code, err = charged[api.PairCodeResponse](v, "clients.pairCode", api.PairCodeRequest{ClientID: c.ID, Phone: asNumber(v.Value("phone"))})
	if err != nil {
		notAPattern(err)
		if status := page.Phone.explain(v.Writer, err); status != 0 {
			return v.Show(status, page)
		}
		return err
	}
	return v.Show(http.StatusOK, page)
}
