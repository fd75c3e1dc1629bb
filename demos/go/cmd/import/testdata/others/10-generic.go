package parallel

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Map calls f for all items, and keeps their order.
func Map[T, R any](ctx context.Context, items []T, limit int, f func(context.Context, T) (R, error)) ([]R, error) {
	results := make([]R, len(items))
	g, ctx := errgroup.WithContext(ctx)
	if limit > 0 {
		g.SetLimit(limit)
	}
	for i, item := range items {
		g.Go(func() (err error) {
			results[i], err = f(ctx, item)
			return err
		})
	}
	return results, g.Wait()
}
