package main

import (
	"context"

	"wpengine/engine"
)

// inhabit makes the demo, and then loads the world, whose owner the demo account may be.
func (c *serveCmd) inhabit(ctx context.Context, m *mainCmd, eng *engine.Engine, origin string) error {
	if c.Demo {
		if err := c.demo(ctx, m, eng, origin); err != nil {
			return err
		}
	}
	if c.World == "" {
		return nil
	}
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
