package concurrency

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// ForEachJob calls f for each job, with so many workers.
func ForEachJob(ctx context.Context, jobs, workers int, f func(ctx context.Context, job int) error) error {
	if jobs == 0 {
		return nil
	}
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for ix := 0; ix < min(workers, jobs); ix++ {
		g.Go(func() error {
			for ctx.Err() == nil {
				job := int(next.Add(1)) - 1
				if job >= jobs {
					return nil
				}
				if err := f(ctx, job); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	return g.Wait()
}
