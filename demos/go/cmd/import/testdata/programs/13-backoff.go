package retry

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

// Load loads two tables; each is tried five times.
func Load(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, table := range []string{"users", "orders"} {
		g.Go(func() error {
			return withRetry(ctx, func() error { return copyTable(ctx, table) })
		})
	}
	return g.Wait()
}

func withRetry(ctx context.Context, f func() error) error {
	delay := 100 * time.Millisecond
	var err error
	for attempt := 0; attempt < 5; attempt++ {
		if err = f(); err == nil {
			return nil
		}
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return ctx.Err()
		}
		delay *= 2
	}
	return err
}
