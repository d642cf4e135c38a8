package whatsapp

import (
	"context"
	"errors"
	"sync"

	"go.mau.fi/whatsmeow"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// Logout implements api.ClientsService. A client that can't reach WhatsApp keeps its keys, for without them
// nobody but the phone could unlink it.
func (c *Clients) Logout(ctx context.Context, req *api.LogoutClientRequest) (*api.Client, error) {
	cl, done, err := c.turn(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	defer done()
	s := cl.snapshot()
	switch {
	case s.linked():
		ctx, cancel := context.WithTimeout(ctx, c.timing.logout)
		defer cancel()
		if err := cl.unlink(ctx); err != nil {
			return nil, err
		}
	case s.run != nil:
		return nil, notPaired(s.row)
	case s.resting() == api.ClientStateUnpaired:
		return nil, notPaired(s.row)
	}
	return cl.view(ctx), nil
}

// unlink takes the client off its phone, connecting it for that if need be. Whoever calls it has the client's
// turn. If WhatsApp can't be asked, the client is left as it was.
func (cl *client) unlink(ctx context.Context) error {
	temporary := cl.snapshot().run == nil
	if temporary {
		if err := cl.start(ctx, ""); err != nil {
			return err
		}
	}
	r, err := cl.online(ctx, nil)
	if err == nil {
		err = r.wa.Logout(ctx)
	}
	if err != nil && cl.snapshot().linked() { // unlinked otherwise by the phone, which comes to the same
		if temporary {
			cl.stop()
		}
		return logoutError(err)
	}
	cl.stop()
	cl.forgetDevice()
	cl.note(both(unlinkRow, func(row *store.Client) { row.LastError = store.ClientError{} }),
		func(s *snapshot) { s.state = s.resting() })
	cl.log.Info("the client is logged out")
	return nil
}

// logoutError says that the client is still linked, and why.
func logoutError(err error) error {
	var known *api.Error
	if errors.As(err, &known) && known.Code == api.CodeUnavailable {
		return known
	}
	e := &api.Error{Code: api.CodeWhatsappError, Err: err, Detail: "WhatsApp could not be asked to unlink the client, so it is still linked. Try again, or unlink it on the phone."}
	var iq *whatsmeow.IQError
	if errors.As(err, &iq) {
		e.WACode = iq.Code
	}
	return e
}

// forgetDevice deletes the keys of the device that the row names, if there are any left.
func (cl *client) forgetDevice() {
	jid, err := types.ParseJID(cl.snapshot().row.JID)
	if err != nil || jid.IsEmpty() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	// Not with the device that the library uses: it may be deleting it at the same time.
	if err := cl.clients.devices.DeleteDevice(ctx, &wastore.Device{ID: &jid}); err != nil {
		cl.log.Error("the keys of a device that is no longer linked remain in the database", "device", jid.String(), "error", err)
	}
}

// Delete implements api.ClientsService.
func (c *Clients) Delete(ctx context.Context, req *api.DeleteClientRequest) (*api.DeleteClientResponse, error) {
	cl, done, err := c.turn(ctx, req.ClientID)
	if err != nil {
		return nil, err
	}
	defer done()
	if cl.snapshot().linked() {
		unlinking, cancel := context.WithTimeout(ctx, c.timing.deletion)
		if err := cl.unlink(unlinking); err != nil {
			cl.log.Warn("a deleted client is still listed on its phone", "error", err)
		}
		cancel()
	}
	cl.stop()
	cl.forgetDevice()
	if err := c.rows.Delete(ctx, cl.userID, cl.id); err != nil && !gone(err) {
		return nil, err
	}
	c.remove(cl)
	cl.update(func(s *snapshot) { s.deleted = true })
	cl.log.Info("the client is deleted")
	return &api.DeleteClientResponse{Deleted: true}, nil
}

// DeleteAll deletes the clients of an account, as many at once as may dial: each is unlinked from its phone.
func (c *Clients) DeleteAll(ctx context.Context, account string) error {
	ctx = api.WithCaller(ctx, api.Caller{UserID: account})
	list := c.owned(api.CallerFrom(ctx))
	errs := make([]error, len(list))
	var deleting sync.WaitGroup
	turns := make(chan struct{}, parallelDials)
	for i, cl := range list {
		turns <- struct{}{}
		deleting.Go(func() {
			defer func() { <-turns }()
			_, errs[i] = c.Delete(ctx, &api.DeleteClientRequest{ClientID: cl.id})
			if shown := new(api.Error); errors.As(errs[i], &shown) && shown.Code == api.CodeNotFound {
				errs[i] = nil // somebody was faster
			}
		})
	}
	deleting.Wait()
	return errors.Join(errs...)
}
