package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"
)

// What is stored here can't be left out by the compiler.
var (
	keptContext context.Context
	keptError   error
	keptValue   any
	keptStop    func() bool
	keptCancel  context.CancelFunc
)

type key int

func init() {
	live, cancel := context.WithCancel(context.Background())
	keptCancel = cancel
	dead, kill := context.WithCancelCause(context.Background())
	kill(errors.New("boom"))

	poll := func(ctx context.Context) workload {
		return func(count int) float64 {
			return timed(func() {
				for range count {
					keptError = ctx.Err()
				}
			})
		}
	}
	workloads["poll-live"] = poll(live)
	workloads["poll-dead"] = poll(dead)

	for _, depth := range []int{10, 100} {
		ctx := live
		for i := range depth {
			ctx = context.WithValue(ctx, key(i), i)
		}
		workloads[fmt.Sprintf("value-%d", depth)] = func(count int) float64 {
			return timed(func() {
				for range count {
					keptValue = ctx.Value(key(0))
				}
			})
		}
	}

	for name, parent := range map[string]context.Context{"background": context.Background(), "live": live} {
		workloads["cancel-"+name] = func(count int) float64 {
			return timed(func() {
				for range count {
					ctx, cancel := context.WithCancel(parent)
					keptContext = ctx
					cancel()
				}
			})
		}
		workloads["timeout-"+name] = func(count int) float64 {
			return timed(func() {
				for range count {
					ctx, cancel := context.WithTimeout(parent, time.Hour)
					keptContext = ctx
					cancel()
				}
			})
		}
		workloads["after-"+name] = func(count int) float64 {
			return timed(func() {
				for range count {
					keptStop = context.AfterFunc(parent, func() {})
					keptStop()
				}
			})
		}
	}

	workloads["fan"] = func(count int) float64 {
		root, children := grow(count, count+1)
		defer runtime.KeepAlive(children)
		return timed(root)
	}
	workloads["tenary"] = func(count int) float64 {
		root, children := grow(10, count)
		defer runtime.KeepAlive(children)
		return timed(root)
	}

	bytes := func(cancelled bool) workload {
		return func(count int) float64 {
			parent, stop := context.WithCancel(context.Background())
			defer stop()
			cancels := make([]context.CancelFunc, count)
			contexts := make([]context.Context, count)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for i := range count {
				contexts[i], cancels[i] = context.WithCancel(parent)
				if cancelled {
					cancels[i]()
				}
			}
			runtime.ReadMemStats(&after)
			runtime.KeepAlive(cancels)
			runtime.KeepAlive(contexts)
			return float64(after.TotalAlloc - before.TotalAlloc)
		}
	}
	workloads["bytes-context"] = bytes(false)
	workloads["bytes-cancelled"] = bytes(true)
}

// grow makes a tree of so many nodes, each with so many children, and returns what cancels it.
func grow(children, total int) (cancel func(), nodes []context.Context) {
	root, cancel := context.WithCancel(context.Background())
	nodes = append(make([]context.Context, 0, total+children), root)
	for next := 0; len(nodes) < total; next++ {
		for range children {
			ctx, stop := context.WithCancel(nodes[next])
			_ = stop
			nodes = append(nodes, ctx)
		}
	}
	return cancel, nodes
}
