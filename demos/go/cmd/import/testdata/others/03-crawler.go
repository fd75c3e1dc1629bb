package crawl

import (
	"context"

	"golang.org/x/sync/errgroup"
)

type Crawler struct {
	client Client
}

// Crawl visits a page and what it links to, ten at a time.
func (c *Crawler) Crawl(ctx context.Context, root string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(10)
	g.Go(func() error { return c.visit(ctx, g, root) })
	return g.Wait()
}

func (c *Crawler) visit(ctx context.Context, g *errgroup.Group, url string) error {
	links, err := c.client.Fetch(ctx, url)
	if err != nil {
		return err
	}
	for _, link := range links {
		g.Go(func() error { return c.visit(ctx, g, link) })
	}
	return nil
}
