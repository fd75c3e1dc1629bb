package sync

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Sync runs two members at once.
func Sync(ctx context.Context, c Client) error {
	g, ctx := errgroup.WithContext(ctx)
	members := []Syncer{newCode(c), newState(c)}
	for _, member := range members {
		g.Go(func() error { return member.Sync(ctx) })
	}
	return g.Wait()
}
