package pool

import (
	"context"
	"sync"
)

type Task interface {
	Run(ctx context.Context) error
}

// Pool gives tasks to workers.
func Pool(ctx context.Context, n int, tasks []Task) error {
	jobs := make(chan Task)
	errs := make(chan error, len(tasks))
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go worker(ctx, &wg, jobs, errs)
	}
	for _, task := range tasks {
		jobs <- task
	}
	close(jobs)
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func worker(ctx context.Context, wg *sync.WaitGroup, jobs <-chan Task, errs chan<- error) {
	defer wg.Done()
	for task := range jobs {
		if err := task.Run(ctx); err != nil {
			errs <- err
		}
	}
}
