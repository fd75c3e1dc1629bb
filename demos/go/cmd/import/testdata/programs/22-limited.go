package copier

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// CopyAll copies with a limit, and looks at the context before each copy.
func CopyAll(ctx context.Context, blobs []Blob, limit int) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(limit)
	for _, blob := range blobs {
		g.Go(func() error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			default:
				return copyBlob(ctx, blob)
			}
		})
	}
	return g.Wait()
}
