package upload

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

const partTimeout = 30 * time.Second

// Multi uploads a file in parts and gives up on all of them with the first that fails.
func Multi(ctx context.Context, c Client, parts []Part) error {
	id, err := c.Begin(ctx)
	if err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for _, part := range parts {
		g.Go(func() error {
			pctx, cancel := context.WithTimeout(gctx, partTimeout)
			defer cancel()
			if err := c.Put(pctx, id, part); err != nil {
				return fmt.Errorf("part: %w", err)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return errors.Join(err, c.Abort(context.WithoutCancel(ctx), id))
	}
	return c.Complete(ctx, id)
}
