// Exits
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func exits(ctx context.Context) {
	var wg sync.WaitGroup
	defer func() {
		fmt.Println("never")
	}()
	wg.Go(dropping(task("quick", func() error {
		return sleep(ctx, 10*time.Millisecond)
	})))
	wg.Go(dropping(task("inner", func() error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("fails", func() error {
			if err := sleep(ctx, 20*time.Millisecond); err != nil {
				return err
			}
			return errors.New("no")
		}))
		g.Go(task("told", func() error {
			return sleep(ctx, 60*time.Millisecond)
		}))
		g.Go(task("deaf", func() error {
			time.Sleep(90 * time.Millisecond)
			return nil
		}))
		return g.Wait()
	})))
	wg.Go(dropping(task("config", func() error {
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
		log.Fatal("no config: 100 %")
		return nil
	})))
	wg.Go(dropping(task("again", func() error {
		attempt := func(number int) error {
			switch number {
			case 1:
				if err := sleep(ctx, 10*time.Millisecond); err != nil {
					return err
				}
				return errors.New("no")
			default:
				return sleep(ctx, 70*time.Millisecond)
			}
		}
		for number := 1; ; number++ {
			err := attempt(number)
			if err == nil || number == 2 {
				return err
			}
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return err
			}
			if err := sleep(ctx, 10*time.Millisecond); err != nil {
				return err
			}
		}
	})))
	wg.Go(dropping(task("late", func() error {
		for range 2 {
			if err := sleep(ctx, 40*time.Millisecond); err != nil {
				return err
			}
		}
		os.Exit(3)
		return nil
	})))
	wg.Go(dropping(task("calls", func() error {
		g, gctx := errgroup.WithContext(ctx)
		g.Go(task("b", func() error {
			return sleep(gctx, 90*time.Millisecond)
		}))
		if err := g.Wait(); err != nil {
			return err
		}
		if err := sleep(ctx, 10*time.Millisecond); err != nil {
			return err
		}
		os.Exit(0)
		return nil
	})))
	wg.Go(dropping(task("serves", func() error {
		serves(ctx)
		time.Sleep(10 * time.Millisecond)
		return nil
	})))
	wg.Go(dropping(task("drops", func() error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("d", func() error {
			if err := sleep(ctx, 80*time.Millisecond); err != nil {
				return err
			}
			return errors.New("no")
		}))
		if err := g.Wait(); err != nil && !errors.Is(err, http.ErrServerClosed) {
			os.Exit(2)
		}
		return nil
	})))
	wg.Go(dropping(task("joins", func() error {
		g, ctx := errgroup.WithContext(ctx)
		var mu sync.Mutex
		var kept []error
		keep := func(err error) {
			mu.Lock()
			defer mu.Unlock()
			kept = append(kept, err)
		}
		g.Go(task("e", func() error {
			keep(errors.New("e"))
			if err := sleep(ctx, 80*time.Millisecond); err != nil {
				return err
			}
			return errors.New("f")
		}))
		if err := g.Wait(); err != nil && !errors.Is(err, io.EOF) {
			if errors.Is(err, context.Canceled) {
				return errors.Join(append(kept, context.Cause(ctx))...)
			}
			log.Fatal(errors.Join(append(kept, err)...))
		}
		fmt.Println("never")
		return errors.Join(kept...)
	})))
	wg.Go(dropping(task("leaves", func() error {
		// Its error is dropped.
		_ = leaves(ctx)
		fmt.Println("left")
		return nil
	})))
	wg.Wait()
}

func serves(ctx context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	defer func() {
		fmt.Println("never")
	}()
	g.Go(task("c", func() error {
		if err := sleep(ctx, 80*time.Millisecond); err != nil {
			return err
		}
		return errors.New("100 %")
	}))
	if err := g.Wait(); err != nil {
		log.Fatalf("serve 100 %%: %v", err)
	}
}

func leaves(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, gctx := errgroup.WithContext(ctx)
	g.Go(task("g", func() error {
		if err := sleep(gctx, 80*time.Millisecond); err != nil {
			return err
		}
		return errors.New("g")
	}))
	waited := make(chan error, 1)
	go func() {
		waited <- g.Wait()
	}()
	var err error
	select {
	case err = <-waited:
	case <-gctx.Done():
		err = context.Cause(gctx)
		if ctx.Err() != nil || err != context.Canceled {
			return err
		}
		err = <-waited // Wait cancels it, too, when all is well
	}
	if err != nil {
		log.Fatal(err)
	}
	return nil
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
	exits(context.Background())
	fmt.Println("wait returned")
}
