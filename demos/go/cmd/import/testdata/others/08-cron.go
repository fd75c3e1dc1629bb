package cron

import (
	"context"
	"log"
	"sync"
	"time"
)

type Job struct {
	Every time.Duration
	Run   func(ctx context.Context) error
}

// Start runs jobs until ctx is done, and waits for those that run.
func Start(ctx context.Context, jobs []Job) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			t := time.NewTicker(job.Every)
			defer t.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-t.C:
					if err := job.Run(ctx); err != nil {
						log.Println(err)
					}
				}
			}
		}()
	}
	<-ctx.Done()
	wg.Wait()
}
