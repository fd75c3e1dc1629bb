package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"time"

	"golang.org/x/sync/errgroup"
)

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	eg, ctx := errgroup.WithContext(ctx)
	eg.Go(func() error {
		return client.Run(ctx)
	})
	eg.Go(func() error {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case t := <-tick.C:
				if err := client.Publish(ctx, "time", t); err != nil {
					log.Println(err)
				}
			}
		}
	})
	if err := eg.Wait(); err != nil {
		log.Fatal(err)
	}
}
