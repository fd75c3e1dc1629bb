package app

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Run runs the parts of the program.
func Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(maxParts)
	g.Go(func() error { return serveMetrics(ctx) })
	g.Go(func() error { return importAll(ctx) })
	return g.Wait()
}
