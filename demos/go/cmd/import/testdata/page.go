package page

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

var errSlow = errors.New("the page has 2 s")

// Load loads a page: everything at once, the pictures four at a time.
func Load(ctx context.Context, names []string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, 2*time.Second, errSlow)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return fetchUser(ctx) })
	g.Go(func() error {
		orders, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
		defer cancel()
		if err := fetchOrders(orders); err != nil {
			time.Sleep(20 * time.Millisecond)
			return nil
		}
		return nil
	})
	g.Go(func() error {
		return pictures(ctx, names)
	})
	g.Go(func() error {
		audit(context.WithoutCancel(ctx))
		return nil
	})
	context.AfterFunc(ctx, func() { giveBack() })
	if !g.TryGo(func() error { return errors.New("no advertisement") }) {
		return nil
	}
	return g.Wait()
}

func pictures(ctx context.Context, names []string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for _, name := range names {
		g.Go(func() error {
			return load(ctx, name)
		})
	}
	return g.Wait()
}
