package main

import (
	"context"
	"fmt"

	"wpengine/engine"
)

// inhabit makes the demo, and then loads the world, whose owner the demo account may be. Where nobody is then, it says how
// to become the first.
func (c *serveCmd) inhabit(ctx context.Context, m *mainCmd, eng *engine.Engine, origin string) error {
	if c.Demo {
		if err := c.demo(ctx, m, eng, origin); err != nil {
			return err
		}
	}
	if c.World != "" {
		if err := c.loadWorld(ctx, m, eng); err != nil {
			return err
		}
	}
	return c.invite(ctx, m, eng, origin)
}

// invite shows the way in to whoever started a server on which nobody has an account yet. It is for their eyes and not
// for the log: who opens it is the administrator.
func (c *serveCmd) invite(ctx context.Context, m *mainCmd, eng *engine.Engine, origin string) error {
	path, err := eng.SetupLink(ctx)
	if err != nil || path == "" {
		return err
	}
	_, err = fmt.Fprintf(m.Stdout, "\nNobody has an account here yet. To make the first one, an administrator's, open this within 24 hours:\n\n  %s%s\n\n", origin, path)
	return err
}

func (c *serveCmd) loadWorld(ctx context.Context, m *mainCmd, eng *engine.Engine) error {
	world, err := engine.ReadWorld(c.World)
	if err != nil {
		return err
	}
	loaded, err := eng.LoadWorld(ctx, world)
	if err != nil {
		return err
	}
	c.logger(m).Info("the world is loaded", "file", c.World, "result", loaded.String())
	return nil
}

// checkWorld reads the world before anything is started, because of the mistakes it may have.
func (c *serveCmd) checkWorld() error {
	if c.World == "" {
		return nil
	}
	_, err := engine.ReadWorld(c.World)
	return err
}
