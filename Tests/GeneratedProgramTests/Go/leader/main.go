// What stops a leader that has lost its lease?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// renew renews a lease every 200 ms. lead may work as long
// as it is held.
func leader(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	var wg sync.WaitGroup
	results := make(chan error, 3)
	wg.Go(ending(results, end, task("renew", func() error {
		ticker := time.NewTicker(200 * time.Millisecond)
		defer ticker.Stop()
		for range 3 {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return ctx.Err()
			}
			if err := sleep(ctx, 30*time.Millisecond); err != nil {
				return err
			}
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		return errors.New("lease lost")
	})))
	wg.Go(ending(results, end, task("lead", func() error {
		<-ctx.Done()
		time.Sleep(100 * time.Millisecond) // cleans up
		return nil
	})))
	wg.Go(ending(results, end, task("watch", func() error {
		ticker := time.NewTicker(160 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return nil
			}
			if sleep(ctx, 20*time.Millisecond) != nil {
				return nil
			}
		}
	})))
	wg.Wait()
	end()
	close(results)
	return <-results
}

// task says how f ended.
func task(name string, f func() error) func() error {
	return func() error {
		err := f()
		fmt.Println(name+":", err)
		return err
	}
}

// ending hands on what f returns, and ends the others.
func ending(results chan<- error, end func(), f func() error) func() {
	return func() {
		results <- f()
		end()
	}
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
	err := leader(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
