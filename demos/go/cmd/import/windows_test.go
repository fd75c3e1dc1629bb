package main

import "testing"

// TestWindows are channels of nothing. One that a task fills and another empties is a channel; one that the same code fills and empties is a
// semaphore, and so is one that methods or functions fill and empty which do nothing else.
func TestWindows(t *testing.T) {
	for _, one := range []struct {
		name, code, more string
		has, hasNot      []string
	}{
		{name: "two tasks", code: `
			g.Go(func() error {
				for range 6 { window <- struct{}{}; fetch(ctx) }
				return nil
			})
			g.Go(func() error {
				for range 6 { store(ctx); <-window }
				return nil
			})`, has: []string{"channels:\n  window: 4", "- send: window", "- receive: window"}},
		{name: "two tasks, with a context", code: `
			g.Go(func() error {
				for range 6 {
					select {
					case window <- struct{}{}:
					case <-ctx.Done():
						return ctx.Err()
					}
					fetch(ctx)
				}
				return nil
			})
			g.Go(func() error {
				for range 6 { store(ctx); <-window }
				return nil
			})`, has: []string{"channels:\n  window: 4", "- send: window", "- receive: window"}},
		{name: "two tasks, once", code: `
			g.Go(func() error { window <- struct{}{}; return fetch(ctx) })
			g.Go(func() error { <-window; return store(ctx) })`, has: []string{"channels:\n  window: 4", "- send: window", "- receive: window"}},
		{name: "two functions", code: `
			g.Go(func() error { return first(ctx, window) })
			g.Go(func() error { return second(ctx, window) })`, more: `
			func first(ctx context.Context, window chan struct{}) error {
				for range 6 { window <- struct{}{}; fetch(ctx) }
				return nil
			}
			func second(ctx context.Context, window chan struct{}) error {
				for range 6 { store(ctx); <-window }
				return nil
			}`, has: []string{"channels:\n  window: 4", "- send: window", "- receive: window"}},
		{name: "a task that hands over others, and one behind them", code: `
			slots := make([]chan int, 3)
			for i := range slots { slots[i] = make(chan int, 1) }
			g.Go(func() error {
				inner := new(errgroup.Group)
				for i := range slots {
					select {
					case window <- struct{}{}:
					case <-ctx.Done():
						return ctx.Err()
					}
					inner.Go(func() error { slots[i] <- i; return nil })
				}
				return inner.Wait()
			})
			g.Go(func() error {
				for i := range slots {
					select {
					case <-slots[i]:
						<-window
					case <-ctx.Done():
						return ctx.Err()
					}
				}
				return nil
			})`, has: []string{"window: 4", "- send: window", "- spawn:", "- receive: slots", "- receive: window", "# x.go:26: a list of channels; here all are one"}},
		{name: "a semaphore of x/sync", code: `
			g.Go(func() error {
				for range 6 { if err := sem.Acquire(ctx, 1); err != nil { return err }; fetch(ctx) }
				return nil
			})
			g.Go(func() error {
				for range 6 { store(ctx); sem.Release(1) }
				return nil
			})`, has: []string{"the semaphore sem can't be played from this code alone; it is left out."}, hasNot: []string{"release: sem"}},
		{name: "a semaphore of x/sync that nothing gives back", code: `
			g.Go(func() error {
				for range 6 { if err := sem.Acquire(ctx, 1); err != nil { return err }; fetch(ctx) }
				return nil
			})`, has: []string{"- release: sem", "# x.go:26: no release of sem is read in these rounds; here each gives back what it acquired."}},

		{name: "one task", code: `
			for range 6 {
				g.Go(func() error { window <- struct{}{}; defer func() { <-window }(); return fetch(ctx) })
			}`, has: []string{"semaphores:\n  window: 4", "- acquire: window"}, hasNot: []string{"channels:"}},
		{name: "one task, in rounds", code: `
			g.Go(func() error {
				for range 6 { window <- struct{}{}; fetch(ctx); <-window }
				return nil
			})`, has: []string{"semaphores:\n  window: 4", "- acquire: window", "- release: window"}, hasNot: []string{"channels:"}},
		{name: "the code around the tasks", code: `
			for range 6 {
				window <- struct{}{}
				g.Go(func() error { defer func() { <-window }(); return fetch(ctx) })
			}`, has: []string{"limit: 4"}, hasNot: []string{"channels:", "semaphores:"}},
		{name: "two functions that do nothing else", code: `
			for range 6 {
				g.Go(func() error { enter(window); defer leave(window); return fetch(ctx) })
			}`, more: `
			func enter(window chan struct{}) { window <- struct{}{} }
			func leave(window chan struct{}) { <-window }`, has: []string{"semaphores:\n  window: 4", "- acquire: window"}, hasNot: []string{"channels:"}},
		{name: "two pieces of code in variables", code: `
			enter := func() { window <- struct{}{} }
			leave := func() { <-window }
			for range 6 {
				g.Go(func() error { enter(); defer leave(); return fetch(ctx) })
			}`, has: []string{"semaphores:\n  window: 4", "- acquire: window"}, hasNot: []string{"channels:"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			reads(t, casesBefore+one.more+"\nfunc run(ctx context.Context) error {\n\twindow := make(chan struct{}, 4)\n\tsem := semaphore.NewWeighted(4)\n\tg, ctx := errgroup.WithContext(ctx)\n"+one.code+
				"\n\treturn g.Wait()\n}\n", one.has, one.hasNot)
		})
	}
}
