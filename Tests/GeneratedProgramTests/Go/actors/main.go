// Which error does a group of actors return?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// A program has three actors. As soon as one returns, the
// others are stopped.
func actors(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	var wg sync.WaitGroup
	results := make(chan error, 3)
	wg.Go(ending(results, end, task("api", func() error {
		<-ctx.Done()
		time.Sleep(150 * time.Millisecond) // cleans up
		return errors.New("http: Server closed")
	})))
	wg.Go(ending(results, end, task("metrics", func() error {
		<-ctx.Done()
		time.Sleep(50 * time.Millisecond) // cleans up
		return nil
	})))
	wg.Go(ending(results, end, task("signal", func() error {
		if err := sleep(ctx, 400*time.Millisecond); err != nil {
			return err
		}
		return errors.New("received signal interrupt")
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
	err := actors(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
