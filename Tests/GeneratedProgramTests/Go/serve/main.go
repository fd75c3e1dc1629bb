// When does Serve return after Shutdown?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A server runs until Ctrl-C. One request is still being
// served then.
func serve(ctx context.Context) error {
	shutdown := make(chan struct{})
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// From outside, such as Ctrl-C with signal.NotifyContext.
	time.AfterFunc(time.Second, func() {
		cancel(errors.New("interrupt"))
	})
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("serve", func() error {
		<-shutdown
		return nil
	}))
	g.Go(task("stop", func() error {
		<-ctx.Done()
		close(shutdown)
		time.Sleep(300 * time.Millisecond)
		return nil
	}))
	err := g.Wait()
	fmt.Println("cause:", context.Cause(ctx))
	return err
}

// task says how f ended.
func task(name string, f func() error) func() error {
	return func() error {
		err := f()
		fmt.Println(name+":", err)
		return err
	}
}

func main() {
	err := serve(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
