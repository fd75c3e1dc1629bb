package conformance

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

const horizon = 200_000 * time.Millisecond

// A run of one scenario, inside a synctest bubble.
type run struct {
	scenario  Scenario
	begin     time.Time
	never     context.Context
	contexts  map[string]context.Context
	cancels   map[string]context.CancelFunc
	semaphore *semaphore.Weighted
	flight    *flight

	mu      sync.Mutex
	timers  map[int64]int // how many timers were set for an instant
	workers []*WorkerOutcome
	calls   []*CallOutcome
}

// play says what came of the scenario, and whether two timers were ever set for the same instant: then what happens
// isn't decided.
func play(s Scenario) (outcome Outcome, ties bool) {
	never, end := context.WithCancel(context.Background())
	r := &run{
		scenario: s, begin: time.Now(), never: never, contexts: map[string]context.Context{},
		cancels: map[string]context.CancelFunc{}, semaphore: semaphore.NewWeighted(s.Size), flight: newFlight(),
		timers: map[int64]int{},
	}
	for _, c := range s.Contexts {
		ctx, cancel := r.derive(never, c.TimeoutMS)
		r.contexts[c.Name], r.cancels[c.Name] = ctx, cancel
	}
	var wg sync.WaitGroup
	for _, w := range s.Workers {
		out := &WorkerOutcome{Name: w.Name, Steps: []StepOutcome{}}
		r.workers = append(r.workers, out)
		wg.Go(func() { r.work(w, out) })
	}
	time.Sleep(horizon)
	r.mu.Lock()
	for _, w := range r.workers {
		outcome.Workers = append(outcome.Workers, WorkerOutcome{w.Name, append([]StepOutcome{}, w.Steps...)})
	}
	for _, c := range r.calls {
		outcome.Calls = append(outcome.Calls, *c)
	}
	for _, count := range r.timers {
		ties = ties || count > 1
	}
	r.mu.Unlock()
	end()
	wg.Wait()
	return outcome, ties
}

func (r *run) now() int64 { return time.Since(r.begin).Milliseconds() }

func (r *run) willFire(after int) {
	r.mu.Lock()
	r.timers[r.now()+int64(after)]++
	r.mu.Unlock()
}

func (r *run) derive(parent context.Context, timeout *int) (context.Context, context.CancelFunc) {
	if timeout == nil {
		return context.WithCancel(parent)
	}
	if *timeout > 0 {
		r.willFire(*timeout)
	}
	return context.WithTimeout(parent, time.Duration(*timeout)*time.Millisecond)
}

func (r *run) sleep(ms int) {
	r.willFire(ms)
	time.Sleep(time.Duration(ms) * time.Millisecond)
}

func (r *run) context(name string) context.Context {
	if name == "" {
		return r.never
	}
	return r.contexts[name]
}

func (r *run) work(w Worker, out *WorkerOutcome) {
	r.sleep(w.StartMS)
	held := int64(0)
	for i, step := range w.Steps {
		switch step.Op {
		case "sleep":
			r.sleep(step.MS)
			continue
		case "cancel":
			r.cancels[step.Ctx]()
			continue
		}
		r.mu.Lock()
		out.Steps = append(out.Steps, StepOutcome{Step: i, At: r.now()})
		o := StepOutcome{Step: i, At: r.now()}
		index := len(out.Steps) - 1
		r.mu.Unlock()
		var err error
		switch step.Op {
		case "acquire":
			ctx, cancel := r.derive(r.context(step.Ctx), step.TimeoutMS)
			err = r.semaphore.Acquire(ctx, step.N)
			cancel()
			if err == nil {
				held += step.N
			}
			o.OK = err == nil
		case "try":
			o.OK = r.semaphore.TryAcquire(step.N)
			if o.OK {
				held += step.N
			}
		case "release":
			o.N = min(step.N, held)
			if o.N > 0 {
				held -= o.N
				r.semaphore.Release(o.N)
			}
			o.OK = true
		case "call":
			o.Value, o.Shared, err = r.call(step, fmt.Sprintf("%s#%d", w.Name, i))
			o.OK = err == nil
		case "forget":
			r.flight.forget(step.Key)
			o.OK = true
		}
		if err != nil {
			text := err.Error()
			o.Err = &text
		}
		end := r.now()
		o.End = &end
		r.mu.Lock()
		out.Steps[index] = o
		r.mu.Unlock()
	}
}

func (r *run) call(step Step, name string) (string, bool, error) {
	fn := func(ctx context.Context) (any, error) {
		o := &CallOutcome{By: name, Key: step.Key, Start: r.now()}
		r.mu.Lock()
		r.calls = append(r.calls, o)
		r.mu.Unlock()
		defer func() {
			r.mu.Lock()
			end := r.now()
			o.End = &end
			r.mu.Unlock()
		}()
		told := context.AfterFunc(ctx, func() {
			r.mu.Lock()
			at, cause := r.now(), context.Cause(ctx).Error()
			o.ToldAt, o.Cause = &at, &cause
			r.mu.Unlock()
		})
		defer told()
		if step.Listens {
			r.willFire(step.MS)
			select {
			case <-time.After(time.Duration(step.MS) * time.Millisecond):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		} else {
			r.sleep(step.MS)
		}
		if step.Error != "" {
			return nil, errors.New(step.Error)
		}
		return name, nil
	}
	if step.Ctx == "" && step.TimeoutMS == nil {
		return text(r.flight.do(r.never, step.Key, fn))
	}
	ctx, cancel := r.derive(r.context(step.Ctx), step.TimeoutMS)
	defer cancel()
	return text(r.flight.doUntil(ctx, step.Key, fn))
}

func text(v any, shared bool, err error) (string, bool, error) {
	s, _ := v.(string)
	return s, shared, err
}
