package worker

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

// Handle handles a message; what came of it is written down in any case.
func Handle(ctx context.Context, m Message) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return handle(ctx, m) })
	g.Go(func() error {
		own, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), 500*time.Millisecond,
			errors.New("record margin exceeded"))
		defer cancel()
		if err := record(own, m); err != nil {
			return context.Cause(own)
		}
		return nil
	})
	return g.Wait()
}
