// Package errgroup is golang.org/x/sync/errgroup, to be imported in its place: the same names, the same behaviour. While
// the recorder is on, what happens in groups is written down.
package errgroup

import (
	"context"

	"golang.org/x/sync/errgroup"

	"cascade.example/go/internal/core"
)

// A Group is golang.org/x/sync/errgroup's Group under another name; a pointer to one can be converted to the other.
type Group errgroup.Group

func (g *Group) real() *errgroup.Group { return (*errgroup.Group)(g) }

// WithContext is errgroup's, recorded.
func WithContext(ctx context.Context) (*Group, context.Context) {
	r := core.Active()
	if r == nil {
		g, ctx := errgroup.WithContext(ctx)
		return (*Group)(g), ctx
	}
	p := r.Look(ctx)
	real, made := errgroup.WithContext(p.Plain)
	g := (*Group)(real)
	return g, r.Group(g, p, made)
}

// Wait is errgroup's, recorded.
func (g *Group) Wait() error {
	if r := core.Active(); r != nil {
		return r.Wait(g, g.real().Wait)
	}
	return g.real().Wait()
}

// Go is errgroup's, recorded.
func (g *Group) Go(f func() error) {
	if r := core.Active(); r != nil {
		r.Go(g, f, core.Location(), g.real().TryGo, g.real().Go)
		return
	}
	g.real().Go(f)
}

// TryGo is errgroup's, recorded.
func (g *Group) TryGo(f func() error) bool {
	if r := core.Active(); r != nil {
		return r.TryGo(g, f, core.Location(), g.real().TryGo)
	}
	return g.real().TryGo(f)
}

// SetLimit is errgroup's, recorded.
func (g *Group) SetLimit(n int) {
	g.real().SetLimit(n)
	if r := core.Active(); r != nil {
		r.SetLimit(g, n)
	}
}
