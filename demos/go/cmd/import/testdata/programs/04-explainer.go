package users

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// Dashboard fetches the three parts of a page.
func Dashboard(ctx context.Context, id string) (*Page, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()

	g, ctx := errgroup.WithContext(ctx)
	var page Page
	g.Go(func() error {
		var err error
		page.User, err = fetchUser(ctx, id)
		return err
	})
	g.Go(func() error {
		orders, err := fetchOrders(ctx, id)
		if err != nil {
			return fmt.Errorf("orders: %w", err)
		}
		page.Orders = orders
		return nil
	})
	g.Go(func() error {
		reviews, err := fetchReviews(ctx, id)
		if err != nil {
			return err
		}
		page.Reviews = reviews
		return nil
	})
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("dashboard: %w", err)
	}
	return &page, nil
}

func fetchUser(ctx context.Context, id string) (User, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "/users/"+id, nil)
	if err != nil {
		return User{}, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return User{}, err
	}
	defer resp.Body.Close()
	return decode(resp)
}
