package conformance

import (
	"context"
	"sync"

	"golang.org/x/sync/singleflight"
)

// flight is singleflight with what its users write around it: a caller may leave with its context, and the last one
// that leaves ends the call and makes it forgotten.
type flight struct {
	group singleflight.Group
	mu    sync.Mutex
	calls map[string]*flightCall
}

type flightCall struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	waiting int
}

func newFlight() *flight { return &flight{calls: map[string]*flightCall{}} }

func (f *flight) join(ctx context.Context, key string) *flightCall {
	c := f.calls[key]
	if c == nil {
		c = &flightCall{}
		c.ctx, c.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
		f.calls[key] = c
	}
	c.waiting++
	return c
}

func (f *flight) function(c *flightCall, key string, fn func(context.Context) (any, error)) func() (any, error) {
	return func() (any, error) {
		defer func() {
			f.mu.Lock()
			if f.calls[key] == c {
				delete(f.calls, key)
			}
			f.mu.Unlock()
		}()
		return fn(c.ctx)
	}
}

// do is Do, for a caller that never leaves.
func (f *flight) do(ctx context.Context, key string, fn func(context.Context) (any, error)) (any, bool, error) {
	f.mu.Lock()
	c := f.join(ctx, key)
	f.mu.Unlock()
	v, err, shared := f.group.Do(key, f.function(c, key, fn))
	return v, shared, err
}

// doUntil is DoChan and a select.
func (f *flight) doUntil(ctx context.Context, key string, fn func(context.Context) (any, error)) (any, bool, error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	f.mu.Lock()
	c := f.join(ctx, key)
	results := f.group.DoChan(key, f.function(c, key, fn))
	f.mu.Unlock()
	select {
	case r := <-results:
		return r.Val, r.Shared, r.Err
	case <-ctx.Done():
		f.mu.Lock()
		defer f.mu.Unlock()
		c.waiting--
		if c.waiting == 0 {
			if f.calls[key] == c {
				delete(f.calls, key)
				f.group.Forget(key)
			}
			c.cancel(context.Cause(ctx))
		}
		return nil, false, ctx.Err()
	}
}

func (f *flight) forget(key string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.calls, key)
	f.group.Forget(key)
}
