package engine

import (
	"context"
	"errors"

	"wpengine/engine/sandbox"
	"wpengine/engine/whatsapp"
)

// belongings are what goes with an account that isn't in the tables alone: its clients and its virtual phones.
type belongings struct {
	*whatsapp.Clients
	network *sandbox.Network // nil where there is none, or where it is another process's, as its phones then are
}

// DeleteAll deletes what an account has. The clients go first: each tells its phone, which may be one of those.
func (b belongings) DeleteAll(ctx context.Context, account string) error {
	err := b.Clients.DeleteAll(ctx, account)
	if b.network == nil {
		return err
	}
	for _, p := range b.network.Phones() {
		if p.Info().Owner == account {
			err = errors.Join(err, p.Delete(ctx))
		}
	}
	return err
}
