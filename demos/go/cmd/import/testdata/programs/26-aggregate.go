package aggregate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

type Aggregator struct {
	timeout time.Duration
	profile func(context.Context, int) (string, error)
	orders  func(context.Context, int) (string, error)
}

var errBudget = errors.New("dashboard budget spent")

func (a *Aggregator) Aggregate(ctx context.Context, id int) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, a.timeout, errBudget)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	var profile, orders string
	g.Go(func() (err error) {
		profile, err = a.profile(ctx, id)
		return err
	})
	g.Go(func() (err error) {
		orders, err = a.orders(ctx, id)
		return err
	})
	if err := g.Wait(); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s: %s", profile, orders), nil
}
