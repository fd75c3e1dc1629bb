package leader

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

var errLost = errors.New("leadership lost")

// Run works while it holds the lease.
func Run(ctx context.Context, lease Lease) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		ticker := time.NewTicker(200 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-ticker.C:
				if err := lease.Renew(ctx); err != nil {
					return errLost
				}
			}
		}
	})
	g.Go(func() error {
		return lead(ctx)
	})
	return g.Wait()
}
