package app

import (
	"context"
	"time"

	eg "golang.org/x/sync/errgroup"
)

const maxParts = 5

func serveMetrics(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

func importAll(ctx context.Context) error {
	var g eg.Group
	g.Go(func() error { return importUsers(ctx) })
	g.Go(func() error {
		time.Sleep(100 * time.Millisecond)
		return importOrders(ctx)
	})
	return g.Wait()
}
