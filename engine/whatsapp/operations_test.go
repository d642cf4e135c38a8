package whatsapp

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
	"wpengine/engine/store"
)

func TestAnotherAccountsClientIsNotFound(t *testing.T) {
	e := newEngine(t, nil)
	client, _ := e.linked("crm", "15550000001")
	mallory := e.account("mallory@example.com", api.RoleAdmin)
	name := "mine"
	calls := map[string]func(ctx context.Context, id string) error{
		"get": func(ctx context.Context, id string) error {
			_, err := e.Get(ctx, &api.GetClientRequest{ClientID: id})
			return err
		},
		"update": func(ctx context.Context, id string) error {
			_, err := e.Update(ctx, &api.UpdateClientRequest{ClientID: id, Name: &name})
			return err
		},
		"delete": func(ctx context.Context, id string) error {
			_, err := e.Delete(ctx, &api.DeleteClientRequest{ClientID: id})
			return err
		},
		"connect": func(ctx context.Context, id string) error {
			_, err := e.Connect(ctx, &api.ConnectClientRequest{ClientID: id})
			return err
		},
		"disconnect": func(ctx context.Context, id string) error {
			_, err := e.Disconnect(ctx, &api.DisconnectClientRequest{ClientID: id})
			return err
		},
		"logout": func(ctx context.Context, id string) error {
			_, err := e.Logout(ctx, &api.LogoutClientRequest{ClientID: id})
			return err
		},
		"getQr": func(ctx context.Context, id string) error {
			_, err := e.GetQR(ctx, &api.GetQRRequest{ClientID: id})
			return err
		},
		"pairCode": func(ctx context.Context, id string) error {
			_, err := e.PairCode(ctx, &api.PairCodeRequest{ClientID: id, Phone: "+15550000001"})
			return err
		},
		"sendMessage": func(ctx context.Context, id string) error {
			_, err := e.sendAs(ctx, id, "+15550000001", "hi")
			return err
		},
		"jid": func(ctx context.Context, id string) error { _, err := e.JID(ctx, id); return err },
	}
	limited := e.ada2
	limited.Key = &api.CallerKey{ID: "k", ClientIDs: []string{store.NewID()}}
	for operation, call := range calls {
		t.Run(operation, func(t *testing.T) {
			wantError(t, call(mallory, client.ID), api.CodeNotFound, client.ID)
			wantError(t, call(t.Context(), client.ID), api.CodeNotFound, client.ID) // nobody
			missing := store.NewID()
			wantError(t, call(e.ada, missing), api.CodeNotFound, missing)
			wantError(t, call(api.WithCaller(t.Context(), limited), client.ID), api.CodeForbidden, client.ID)
		})
	}
	if got := e.get(client.ID); got.State != api.ClientStateConnected || got.Name != "crm" {
		t.Errorf("after all that the client is %s, %q", got.State, got.Name)
	}
	if got := must(e.List(mallory, &api.ListClientsRequest{Limit: 50}))(t); len(got.Items) != 0 {
		t.Errorf("mallory sees %v", got.Items)
	}
	if total, connected := e.Counts(api.CallerFrom(mallory).UserID); total != 0 || connected != 0 {
		t.Errorf("mallory counts %d, %d", total, connected)
	}
	if got := must(e.Get(e.ada, &api.GetClientRequest{ClientID: strings.ToUpper(client.ID)}))(t); got.ID != client.ID {
		t.Errorf("an id in upper case finds %s", got.ID)
	}
}

func TestListGoesPageByPageNewestFirst(t *testing.T) {
	e := newEngine(t, nil)
	var want []string
	for i := range 5 {
		want = append([]string{e.create(fmt.Sprint(i)).ID}, want...)
	}
	list := func(ctx context.Context, limit int) (got []string) {
		var cursor *string
		for {
			page := must(e.List(ctx, &api.ListClientsRequest{Cursor: cursor, Limit: limit}))(t)
			if len(page.Items) > limit {
				t.Fatalf("%d items on a page of %d", len(page.Items), limit)
			}
			for _, c := range page.Items {
				got = append(got, c.ID)
			}
			if cursor = page.NextCursor; cursor == nil {
				return got
			}
		}
	}
	for _, limit := range []int{1, 2, 5, 50} {
		if diff := cmp.Diff(want, list(e.ada, limit)); diff != "" {
			t.Errorf("by pages of %d (-want +got):\n%s", limit, diff)
		}
	}
	limited := e.ada2
	limited.Key = &api.CallerKey{ClientIDs: []string{want[1], want[4]}}
	if diff := cmp.Diff([]string{want[1], want[4]}, list(api.WithCaller(t.Context(), limited), 1)); diff != "" {
		t.Errorf("with a limited key (-want +got):\n%s", diff)
	}
	for _, bad := range []string{"x", strings.ToUpper(want[0]), "{" + want[0] + "}"} {
		_, err := e.List(e.ada, &api.ListClientsRequest{Cursor: &bad, Limit: 50})
		wantError(t, err, api.CodeInvalidRequest, "/cursor")
	}
	if page := must(e.List(e.ada, &api.ListClientsRequest{Cursor: &want[4], Limit: 50}))(t); page.Items == nil || len(page.Items) != 0 {
		t.Errorf("after the last client: %v", page.Items)
	}
}

func TestUpdateChangesWhatItNames(t *testing.T) {
	e := newEngine(t, nil)
	yes := true
	client := must(e.Create(e.ada, &api.CreateClientRequest{Name: " crm ", Settings: &api.ClientSettings{ReadMessages: &yes}}))(t)
	name := "crm-prod"
	got := must(e.Update(e.ada, &api.UpdateClientRequest{ClientID: client.ID, Name: &name}))(t)
	if got.Name != name || !*got.Settings.ReadMessages || *got.Settings.AlwaysOnline {
		t.Errorf("after a change of name: %+v", got)
	}
	got = must(e.Update(e.ada, &api.UpdateClientRequest{ClientID: client.ID, Settings: &api.ClientSettings{AlwaysOnline: &yes}}))(t)
	if got.Name != name || !*got.Settings.ReadMessages || !*got.Settings.AlwaysOnline || got.UpdatedAt.Before(client.CreatedAt) {
		t.Errorf("after a change of a setting: %+v", got)
	}
	e.restart()
	if diff := cmp.Diff(got, e.get(client.ID)); diff != "" {
		t.Errorf("after a restart (-want +got):\n%s", diff)
	}
	for _, bad := range []string{" ", "two\nlines", "nul\x00"} {
		_, err := e.Update(e.ada, &api.UpdateClientRequest{ClientID: client.ID, Name: &bad})
		wantError(t, err, api.CodeInvalidRequest, "/name")
	}
}

func TestAccountHasOnlySoManyClients(t *testing.T) {
	e := newEngine(t, func(c *Clients) { c.maxClients = 3 })
	var creating sync.WaitGroup
	var mu sync.Mutex
	refused := 0
	for i := range 8 {
		creating.Go(func() {
			if _, err := e.Create(e.ada, &api.CreateClientRequest{Name: fmt.Sprint(i)}); err != nil {
				mu.Lock()
				refused++
				mu.Unlock()
			}
		})
	}
	creating.Wait()
	if total, _ := e.Counts(e.ada2.UserID); total != 3 || refused != 5 {
		t.Errorf("%d clients, %d refused", total, refused)
	}
	_, err := e.Create(e.ada, &api.CreateClientRequest{Name: "one more"})
	wantError(t, err, api.CodeConflict, "3 clients")
	must(e.Create(e.account("bob@example.com", "user"), &api.CreateClientRequest{Name: "bob's"}))(t)
}

func TestProxyIsForAdministrators(t *testing.T) {
	e := newEngine(t, nil)
	pool := newPool(t, e.store, 1)
	id, one := seed(t, pool, "socks5://ada:secret@proxy.example:1080"), 1
	must(pool.Update(t.Context(), &api.UpdateProxyRequest{ProxyID: id, MaxClients: &one}))(t)
	e.prepare = func(c *Clients) { c.proxies = newPool(t, e.store, 1) }
	e.restart()
	_, err := e.Create(e.account("bob@example.com", "user"), &api.CreateClientRequest{Name: "x", ProxyID: &id})
	wantError(t, err, api.CodeForbidden, "proxyId")
	missing := store.NewID()
	_, err = e.Create(e.ada, &api.CreateClientRequest{Name: "x", ProxyID: &missing})
	wantError(t, err, api.CodeNotFound, missing)
	got := must(e.Create(e.ada, &api.CreateClientRequest{Name: "x", ProxyID: &id}))(t)
	if got.Proxy == nil || got.Proxy.ID != id || got.Proxy.Masked != "socks5://ada:***@proxy.example:1080" {
		t.Errorf("proxy: %+v", got.Proxy)
	}
	_, err = e.Create(e.ada, &api.CreateClientRequest{Name: "y", ProxyID: &id})
	wantError(t, err, api.CodeConflict, "1 clients")
}

func TestLimitedKeyCannotCreateClients(t *testing.T) {
	e := newEngine(t, nil)
	limited := e.ada2
	limited.Key = &api.CallerKey{ClientIDs: []string{e.create("one").ID}}
	_, err := e.Create(api.WithCaller(t.Context(), limited), &api.CreateClientRequest{Name: "two"})
	wantError(t, err, api.CodeForbidden, "")
}

func TestCallersGetInEachOthersWay(t *testing.T) {
	skipUnlinkUnderRace(t)
	e := newEngine(t, nil)
	phone := e.phone("15550000001", "Ada", sandbox.PersonaSilent)
	client := e.link(e.create("crm").ID, phone)
	bob := e.phone("15550000002", "Bob", sandbox.PersonaSilent)
	var calling sync.WaitGroup
	for range 4 {
		calling.Go(func() { _, _ = e.Connect(e.ada, &api.ConnectClientRequest{ClientID: client.ID}) })
		calling.Go(func() { _, _ = e.Disconnect(e.ada, &api.DisconnectClientRequest{ClientID: client.ID}) })
		calling.Go(func() { _, _ = e.send(client.ID, "+15550000002", "amid all that") })
		calling.Go(func() { _, _ = e.GetQR(e.ada, &api.GetQRRequest{ClientID: client.ID}) })
		calling.Go(func() { _, _ = e.List(e.ada, &api.ListClientsRequest{Limit: 50}) })
		calling.Go(func() { e.Counts(e.ada2.UserID) })
	}
	calling.Wait()
	must(e.Connect(e.ada, &api.ConnectClientRequest{ClientID: client.ID}))(t)
	must(e.send(client.ID, "+15550000002", "after all that"))(t)
	hears(t, bob, "after all that")

	for range 3 {
		calling.Go(func() { _, _ = e.Connect(e.ada, &api.ConnectClientRequest{ClientID: client.ID}) })
		calling.Go(func() { _, _ = e.Delete(e.ada, &api.DeleteClientRequest{ClientID: client.ID}) })
	}
	calling.Wait()
	_, err := e.Connect(e.ada, &api.ConnectClientRequest{ClientID: client.ID})
	wantError(t, err, api.CodeNotFound, client.ID)
	e.noDevices()
}

func TestWhoeverLooksHearsOfTheirClientsAlone(t *testing.T) {
	e := newEngine(t, nil)
	bob := api.CallerFrom(e.account("bob@example.com", "user")).UserID
	mine, theirs := e.Changed(e.ada2.UserID), e.Changed(bob)
	rung := func(c <-chan struct{}) bool {
		select {
		case <-c:
			return true
		default:
			return false
		}
	}
	id := e.create("crm").ID
	if !rung(mine) || rung(theirs) {
		t.Errorf("of a new client: its owner hears %t, another account %t", rung(mine), rung(theirs))
	}
	mine = e.Changed(e.ada2.UserID)
	must(e.Delete(e.ada, &api.DeleteClientRequest{ClientID: id}))(t)
	if !rung(mine) || rung(theirs) {
		t.Errorf("of one that goes: its owner hears %t, another account %t", rung(mine), rung(theirs))
	}
}
