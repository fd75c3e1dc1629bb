package bus

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// Publish gives an event to all handlers.
func (b *Bus) Publish(ctx context.Context, event Event) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return b.mail(ctx, event) })
	g.Go(func() error { return b.audit(ctx, event) })
	if err := g.Wait(); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	return nil
}

func (b *Bus) mail(ctx context.Context, event Event) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return render(ctx, event) })
	g.Go(func() error { return send(ctx, event) })
	if err := g.Wait(); err != nil {
		return fmt.Errorf("handle %s: %w", event.Name, err)
	}
	return nil
}

func (b *Bus) audit(ctx context.Context, event Event) error {
	<-ctx.Done()
	return fmt.Errorf("audit: %w", ctx.Err())
}
