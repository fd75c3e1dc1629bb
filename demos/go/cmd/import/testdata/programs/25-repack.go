package repack

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// Repack reads packs and flushes only if all were read.
func Repack(ctx context.Context, packs []Pack) error {
	lock()
	defer unlock()
	g, gctx := errgroup.WithContext(ctx)
	for _, pack := range packs {
		g.Go(func() error { return read(gctx, pack) })
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("repack: %w", err)
	}
	return flush(ctx)
}
