package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func nothing() error { return nil }

func init() {
	for _, tasks := range []int{1, 10, 100, 1_000, 10_000, 100_000} {
		workloads[fmt.Sprintf("spawn-%d", tasks)] = spawn(tasks, 0)
		workloads[fmt.Sprintf("failfast-%d", tasks)] = func(count int) float64 {
			sum := 0.0
			for range count {
				sum += failFast(tasks)
			}
			return sum
		}
	}
	for _, limit := range []int{2, 1_000} {
		workloads[fmt.Sprintf("limit-%d", limit)] = spawn(10_000, limit)
	}
	workloads["bytes-parked"] = parked
}

// spawn starts so many tasks that do nothing, and waits for them, count times.
func spawn(tasks, limit int) workload {
	return func(count int) float64 {
		return timed(func() {
			for range count {
				group, _ := errgroup.WithContext(context.Background())
				if limit > 0 {
					group.SetLimit(limit)
				}
				for range tasks {
					group.Go(nothing)
				}
				_ = group.Wait()
			}
		})
	}
}

// failFast is the time from one task's failure to the end of the group, the others waiting on their context.
func failFast(tasks int) float64 {
	group, ctx := errgroup.WithContext(context.Background())
	var ready sync.WaitGroup
	ready.Add(tasks - 1)
	for range tasks - 1 {
		group.Go(func() error {
			done := ctx.Done()
			ready.Done()
			<-done
			return ctx.Err()
		})
	}
	var failed time.Time
	group.Go(func() error {
		ready.Wait()
		time.Sleep(3 * time.Millisecond)
		failed = time.Now()
		return errors.New("boom")
	})
	_ = group.Wait()
	return float64(time.Since(failed).Nanoseconds())
}

// parked is the memory that so many waiting tasks take, stacks and all.
func parked(count int) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ctx, cancel := context.WithCancel(context.Background())
	group, groupContext := errgroup.WithContext(ctx)
	var ready sync.WaitGroup
	ready.Add(count)
	for range count {
		group.Go(func() error {
			done := groupContext.Done()
			ready.Done()
			<-done
			return nil
		})
	}
	ready.Wait()
	time.Sleep(3 * time.Millisecond)
	runtime.GC()
	runtime.ReadMemStats(&after)
	cancel()
	_ = group.Wait()
	inUse := func(stats *runtime.MemStats) uint64 { return stats.HeapInuse + stats.StackInuse }
	return float64(inUse(&after) - inUse(&before))
}
