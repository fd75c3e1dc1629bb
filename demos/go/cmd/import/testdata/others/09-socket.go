package socket

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

var errIdle = errors.New("idle for too long")

// Serve copies messages both ways until one side is done.
func Serve(ctx context.Context, conn *Conn, hub *Hub) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	g, ctx := errgroup.WithContext(ctx)
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	g.Go(func() error {
		for {
			m, err := conn.Read()
			if err != nil {
				return err
			}
			hub.Publish(m)
		}
	})
	g.Go(func() error {
		for {
			select {
			case m := <-hub.Messages():
				if err := conn.Write(ctx, m); err != nil {
					return err
				}
			case <-time.After(time.Minute):
				cancel(errIdle)
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	})
	return g.Wait()
}
