package txmgr

import (
	"context"

	"golang.org/x/sync/errgroup"
)

type Queue struct {
	group *errgroup.Group
	ctx   context.Context
}

func NewQueue(ctx context.Context) *Queue {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(10)
	return &Queue{group: g, ctx: ctx}
}

// TrySend sends if there is room.
func (q *Queue) TrySend(tx Tx) bool {
	return q.group.TryGo(func() error {
		return q.send(q.ctx, tx)
	})
}

func (q *Queue) Wait() error { return q.group.Wait() }
