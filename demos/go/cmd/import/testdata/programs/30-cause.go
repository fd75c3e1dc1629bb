package stream

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

func Serve(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		for {
			select {
			case <-ctx.Done():
				time.Sleep(20 * time.Millisecond)
				return context.Cause(ctx)
			case <-next():
			}
		}
	})
	g.Go(func() error {
		time.Sleep(250 * time.Millisecond)
		return errors.New("token expired")
	})
	return g.Wait()
}
