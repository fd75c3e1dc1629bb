package main

import (
	"context"
	"log"
	"net/http"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: ":8080"}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		return server.ListenAndServe()
	})
	g.Go(func() error {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		return server.Shutdown(grace)
	})
	g.Go(func() error { return poll(ctx) })
	if err := g.Wait(); err != nil {
		log.Fatal(err)
	}
}

func poll(ctx context.Context) error {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
			all(ctx)
		}
	}
}

func all(ctx context.Context) {
	var wg sync.WaitGroup
	for _, host := range []string{"a", "b"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ping(ctx, host)
		}()
	}
	wg.Wait()
}
