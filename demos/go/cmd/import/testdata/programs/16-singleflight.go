package cache

import (
	"context"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"
)

type Cache struct {
	flight singleflight.Group
}

// Warm asks for the same key three times; one load answers all.
func (c *Cache) Warm(ctx context.Context, key string) error {
	g, ctx := errgroup.WithContext(ctx)
	for range 3 {
		g.Go(func() error {
			_, err, _ := c.flight.Do(key, func() (any, error) {
				return c.load(ctx, key)
			})
			return err
		})
	}
	return g.Wait()
}
