package dashboard

import (
	"fmt"
	"net/http"

	"wpengine/engine/api"
)

// startPage teaches the next step, and shows how far somebody is.
type startPage struct {
	Name  string
	Usage api.Usage
	Steps []step
}

// step is one of the things that lead to a first message.
type step struct {
	Title, Text string
	Done        string // what there is already, "" for nothing
	Next        bool   // this is the one to do now
	Path, Label string // the page where it is done
}

func (d *Dashboard) showStart(v *Visit) error {
	own, err := call[api.Account](v, "account.get", api.GetAccountRequest{})
	if err != nil {
		return err
	}
	clients, err := call[api.ListClientsResponse](v, "clients.list", api.ListClientsRequest{Limit: 200})
	if err != nil {
		return err
	}
	keys, err := call[api.ListApiKeysResponse](v, "apiKeys.list", api.ListApiKeysRequest{Limit: 200})
	if err != nil {
		return err
	}
	page := &startPage{Name: v.Caller.Name, Usage: own.Usage, Steps: d.steps(clients.Items, keys.Items)}
	return v.Show(http.StatusOK, page)
}

func (d *Dashboard) steps(clients []api.Client, keys []api.ApiKey) []step {
	link := step{
		Title: "Link a client", Text: "A client is a linked device of a WhatsApp account. A phone scans a code, once, and the client then works on its own.",
		Path: d.either("/account/clients", "/docs/guides/pairing/"), Label: "Link a client",
	}
	linked := 0
	for _, c := range clients {
		if c.JID != nil {
			linked++
		}
	}
	if linked > 0 {
		link.Done = counted(linked, "client is linked", "clients are linked")
	}
	create := step{
		Title: "Create an API key", Text: "A program shows a key with each call. Give every program its own, so that each can be revoked alone.",
		Path: d.either("/account/api-keys", "/docs/guides/api-keys/"), Label: "Create a key",
	}
	used := false
	if len(keys) > 0 {
		create.Done = counted(len(keys), "key", "keys")
	}
	for _, k := range keys {
		used = used || k.LastUsedAt != nil
	}
	send := step{
		Title: "Send a message", Text: "Every operation has a page with samples to copy and a panel that sends.",
		Path: "/docs/reference/whatsapp/sendMessage/", Label: "Send a message",
	}
	if used {
		send.Done = "A key was used"
	}
	steps := []step{link, create, send}
	for i := range steps {
		if steps[i].Done == "" {
			steps[i].Next = true
			break
		}
	}
	return steps
}

// either returns the path of a page if there is such a page, else the other.
func (d *Dashboard) either(path, other string) string {
	if d.has(path) {
		return path
	}
	return other
}

// counted is a number of things in words.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
