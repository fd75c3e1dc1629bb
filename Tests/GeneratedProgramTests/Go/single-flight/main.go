// Does a shared call end when its first caller does?
package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// Three requests ask for the same user. The first has only
// 100 ms.
func singleFlight(ctx context.Context) {
	calls := new(singleflight.Group)
	var wg sync.WaitGroup
	wg.Go(dropping(task("first", func() error {
		ctx, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		defer cancel()
		user7 := calls.DoChan("user 7", func() (any, error) {
			ctx := context.WithoutCancel(ctx)
			return nil, sleep(ctx, 300*time.Millisecond)
		})
		select {
		case result := <-user7:
			return result.Err
		case <-ctx.Done():
			return ctx.Err()
		}
	})))
	time.Sleep(50 * time.Millisecond)
	wg.Go(dropping(task("second", func() error {
		user72 := calls.DoChan("user 7", func() (any, error) {
			ctx := context.WithoutCancel(ctx)
			return nil, sleep(ctx, 300*time.Millisecond)
		})
		select {
		case result := <-user72:
			return result.Err
		case <-ctx.Done():
			return ctx.Err()
		}
	})))
	time.Sleep(100 * time.Millisecond)
	wg.Go(dropping(task("third", func() error {
		user73 := calls.DoChan("user 7", func() (any, error) {
			ctx := context.WithoutCancel(ctx)
			return nil, sleep(ctx, 300*time.Millisecond)
		})
		select {
		case result := <-user73:
			return result.Err
		case <-ctx.Done():
			return ctx.Err()
		}
	})))
	wg.Wait()
}

// task says how f ended.
func task(name string, f func() error) func() error {
	return func() error {
		err := f()
		fmt.Println(name+":", err)
		return err
	}
}

// dropping drops what f returns.
func dropping(f func() error) func() {
	return func() { _ = f() }
}

// sleep is work that looks at its context.
func sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func main() {
	singleFlight(context.Background())
	fmt.Println("wait returned")
}
