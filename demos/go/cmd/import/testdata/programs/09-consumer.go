package consumer

import (
	"context"
	"errors"
	"io"
	"time"

	"golang.org/x/sync/errgroup"
)

// Run reads messages and commits now and then.
func (c *Consumer) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	messages := make(chan Message, 16)
	g.Go(func() error {
		defer close(messages)
		for {
			m, err := c.reader.Fetch(ctx)
			if err != nil {
				if errors.Is(err, io.EOF) {
					return nil
				}
				return err
			}
			select {
			case messages <- m:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	for i := 0; i < 4; i++ {
		g.Go(func() error {
			for m := range messages {
				if err := c.handle(ctx, m); err != nil {
					return err
				}
			}
			return nil
		})
	}
	g.Go(func() error {
		for {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Second):
				c.commit(ctx)
			}
		}
	})
	return g.Wait()
}
