package callers

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Race tells the tasks by hand that one has failed.
func Race(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		wg    sync.WaitGroup
		once  sync.Once
		first error
	)
	run := func(f func(context.Context) error) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := f(ctx); err != nil {
				once.Do(func() {
					first = err
					cancel()
				})
			}
		}()
	}
	run(load)
	run(func(ctx context.Context) error {
		select {
		case <-time.After(200 * time.Millisecond):
			return errors.New("no answer")
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	wg.Wait()
	return first
}
