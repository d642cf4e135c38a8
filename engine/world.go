package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"wpengine/engine/sandbox"
	"wpengine/engine/store"
)

// ReadWorld reads a file that says who is on the simulated network and what they have written each other. Its
// error lists all that is wrong with the file, one mistake a line.
func ReadWorld(file string) (*sandbox.World, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("the world can't be read: %w", err)
	}
	defer func() { _ = f.Close() }()
	return sandbox.ParseWorld(filepath.Base(file), f)
}

// LoadWorld adds to the simulated network what it lacks of a world, and says what that was. The phones are for
// the account that the world names as its owner; else for the demo account; else for the only account there is.
func (e *Engine) LoadWorld(ctx context.Context, world *sandbox.World) (sandbox.Loaded, error) {
	if e.remote != nil {
		return sandbox.Loaded{}, errors.New("the simulated network is in a process of its own: give the world to it, wpengine sandbox --world")
	}
	if e.network == nil {
		return sandbox.Loaded{}, errors.New("a world is for the simulated network: add --network sandbox")
	}
	owner, err := e.worldOwner(ctx, world.Owner)
	if err != nil {
		return sandbox.Loaded{}, err
	}
	world.OwnedBy = owner
	return e.network.Load(ctx, world)
}

// worldOwner finds whose phones those of a world become.
func (e *Engine) worldOwner(ctx context.Context, email string) (id string, err error) {
	if email != "" {
		user, err := e.store.Users.ByEmail(ctx, email)
		if errors.Is(err, store.ErrNotFound) {
			return "", fmt.Errorf("the world is for %s, who has no account here: make one with wpengine user create, or change owner in the file", email)
		}
		return user.ID, err
	}
	demo, err := e.store.Users.ByEmail(ctx, DemoEmail)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return demo.ID, err
	}
	users, err := e.store.Users.List(ctx, "", 2)
	if err != nil {
		return "", err
	}
	if len(users) != 1 {
		return "", fmt.Errorf("the world doesn't say which account its phones are for: add owner with the email address of one, or start with --demo")
	}
	return users[0].ID, nil
}
