package conn

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Copy reads and writes; Read knows no context, so closing ends it.
func Copy(ctx context.Context, from, to *Conn) error {
	g, ctx := errgroup.WithContext(ctx)
	stop := context.AfterFunc(ctx, func() { from.Close() })
	defer stop()
	g.Go(func() error { return from.Read() })
	g.Go(func() error { return to.Write(ctx) })
	return g.Wait()
}
