package pool

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

// Watch looks at every backend, every 200 ms.
func (p *Pool) Watch(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, backend := range p.backends {
		g.Go(func() error {
			return p.watch(ctx, backend)
		})
	}
	return g.Wait()
}

func (p *Pool) watch(ctx context.Context, b *Backend) error {
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			b.check(ctx)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
