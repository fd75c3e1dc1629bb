package etl

import (
	"context"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// Load loads all parts, three at a time.
func Load(ctx context.Context, parts []Part) error {
	sem := semaphore.NewWeighted(3)
	g, ctx := errgroup.WithContext(ctx)
	for _, part := range parts {
		g.Go(func() error {
			if err := sem.Acquire(ctx, 1); err != nil {
				return err
			}
			defer sem.Release(1)
			return load(ctx, part)
		})
	}
	return g.Wait()
}
