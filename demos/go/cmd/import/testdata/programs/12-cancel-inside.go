package renew

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

// Hold works until the lock is lost.
func Hold(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := renew(ctx); err != nil {
			cancel(errors.New("lock lost"))
			return nil
		}
		return nil
	})
	g.Go(func() error {
		time.Sleep(20 * time.Millisecond)
		return work(ctx)
	})
	return g.Wait()
}
