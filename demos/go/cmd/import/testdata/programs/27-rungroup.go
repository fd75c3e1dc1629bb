package main

import (
	"context"

	"github.com/uw-labs/sync/rungroup"
)

func run(ctx context.Context) error {
	g, ctx := rungroup.New(ctx)
	g.Go(func() error {
		return source(ctx)
	})
	g.Go(func() error {
		return sink(ctx)
	})
	return g.Wait()
}
