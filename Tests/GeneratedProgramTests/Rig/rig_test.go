// Package batch runs many generated programs in one binary, each in virtual time of its own, and says of each what its
// tasks and groups did and when. The programs are beside this file: functions of this package, in which task, Wait,
// Println and Printf stand for those below.
package batch

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// A program that is still there after so long will never end: what it waits for doesn't come.
const patience = 30 * time.Minute

// A run is one program, once.
type run struct {
	answers chan<- string
	mu      sync.Mutex
	began   time.Time
	tasks   map[string]*seen
	lines   []string
	hold    <-chan struct{}
}

type seen struct {
	ctx                       context.Context
	hasStarted, isTold, isOut bool
	start, told, out          time.Duration
	err                       error
}

// current is the run that is on. One that will never end is left behind.
var current atomic.Pointer[run]

// A group is known by its context.
type group struct {
	run  *run
	name string
	kind string
	ctx  context.Context
}

func rigOpen(ctx context.Context, name, kind string) *group {
	return &group{run: current.Load(), name: name, kind: kind, ctx: ctx}
}

// rigTask is a task that is handed to a group now.
func rigTask(g *group, name string, f func() error) func() error {
	r := g.run
	s := &seen{ctx: g.ctx}
	r.mu.Lock()
	r.tasks[name] = s
	r.mu.Unlock()
	stop := context.AfterFunc(g.ctx, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		s.isTold, s.told = true, time.Since(r.began)
	})
	return func() error {
		if isLoose.Load() {
			time.Sleep(loose(0))
		}
		r.mu.Lock()
		s.hasStarted, s.start = true, time.Since(r.began)
		r.mu.Unlock()
		err := f()
		// Whether it was told before it was out: a context that is done in the same instant may be so later.
		isTold := g.ctx.Err() != nil
		stop()
		r.mu.Lock()
		defer r.mu.Unlock()
		s.isOut, s.out, s.err = true, time.Since(r.began), err
		if isTold && !s.isTold {
			s.isTold, s.told = true, s.out
		}
		return err
	}
}

// rigWait is what a group's Wait returned.
func rigWait(g *group, err error) error {
	cause := ""
	if g.kind == "errgroup" {
		// Others have no context of their own.
		cause = ", cause " + text(context.Cause(g.ctx))
	}
	g.run.say("group %s: wait %s%s", g.name, text(err), cause)
	return err
}

// rigWaited is the same of a group that returns no error.
func rigWaited(g *group) { g.run.say("group %s: wait returns", g.name) }

func rigPrintln(values ...any) {
	if len(values) == 2 {
		err, _ := values[1].(error)
		if label := fmt.Sprint(values[0]); strings.HasPrefix(label, "cause") {
			return
		}
		r := current.Load()
		r.mu.Lock()
		defer r.mu.Unlock()
		r.lines = append(r.lines, fmt.Sprint(values[0], " ", text(err)))
		return
	}
	line := strings.TrimSuffix(fmt.Sprintln(values...), "\n")
	if line != "wait returned" {
		current.Load().say("%s", line)
		return
	}
	// What main says of a function that returns nothing.
	r := current.Load()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, "wait: none")
}

func rigPrintf(format string, values ...any) {
	current.Load().say("%s", strings.TrimSuffix(fmt.Sprintf(format, values...), "\n"))
}

func (r *run) say(format string, values ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, fmt.Sprintf("%s at %s", fmt.Sprintf(format, values...), stamp(time.Since(r.began))))
}

// text is an error in words. Errors that are joined have words of their own in each language.
func text(err error) string {
	if err == nil {
		return "none"
	}
	whole := err.Error()
	for inner := err; inner != nil; {
		switch e := inner.(type) {
		case interface{ Unwrap() []error }:
			before, after, _ := strings.Cut(whole, inner.Error())
			joined := several(e.Unwrap())
			// What stands behind several isn't told apart from the last of them.
			if joined == "several" {
				after = ""
			}
			return before + joined + after
		case interface{ Unwrap() error }:
			inner = e.Unwrap()
		default:
			inner = nil
		}
	}
	return whole
}

// several are joined errors: a line for each where a task keeps one of them.
func several(errs []error) string {
	lines := make([]string, len(errs))
	keeps := false
	for i, err := range errs {
		lines[i] = text(err)
		keeps = keeps || strings.Contains(lines[i], "kept-")
	}
	if !keeps && len(errs) > 1 {
		return "several"
	}
	return strings.Join(lines, "\n")
}

func stamp(d time.Duration) string {
	return strconv.FormatInt(d.Round(time.Millisecond).Milliseconds(), 10)
}

// answer is everything in words, in an order that no scheduler decides.
func (r *run) answer() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	lines := r.lines
	for name, s := range r.tasks {
		if !s.hasStarted {
			continue
		}
		line := "task " + name + ": starts " + stamp(s.start)
		if s.isTold && (!s.isOut || s.told <= s.out) {
			line += ", told " + stamp(max(s.told, s.start))
		}
		if s.isOut {
			line += ", out " + stamp(s.out) + ", " + text(s.err)
		}
		lines = append(lines, line)
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

// isLoose lets time pass a little longer than it should, each time by another few microseconds, so that what would happen
// at one instant comes in one order or another. Stamps are rounded.
var isLoose atomic.Bool

func loose(d time.Duration) time.Duration {
	if !isLoose.Load() {
		return d
	}
	return d + time.Duration(rand.Int64N(4000))
}

func rigSleep(d time.Duration)                           { time.Sleep(loose(d)) }
func rigAfter(d time.Duration) <-chan time.Time          { return time.After(loose(d)) }
func rigAfterFunc(d time.Duration, f func()) *time.Timer { return time.AfterFunc(loose(d), f) }

func rigOnDone(ctx context.Context, f func()) (stop func() bool) {
	return context.AfterFunc(ctx, func() {
		if isLoose.Load() {
			time.Sleep(loose(0))
		}
		f()
	})
}

func rigTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, loose(d))
}

func rigTimeoutCause(ctx context.Context, d time.Duration, cause error) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, loose(d), cause)
}

// rigExit ends the program: what it has done by now is the answer, and no time passes for it any more.
func rigExit(status int) {
	current.Load().end("exit %d", status)
}

// end says how the program ends. A task whose context is done by then is told, be it that what would have said so comes too
// late.
func (r *run) end(format string, values ...any) {
	r.say(format, values...)
	r.mu.Lock()
	for _, s := range r.tasks {
		if s.hasStarted && !s.isOut && !s.isTold && s.ctx.Err() != nil {
			s.isTold, s.told = true, time.Since(r.began)
		}
	}
	r.mu.Unlock()
	r.answers <- r.answer()
	<-r.hold
}

func rigFatalf(format string, values ...any) {
	for i, value := range values {
		if err, ok := value.(error); ok {
			values[i] = text(err)
		}
	}
	rigFatal(fmt.Sprintf(format, values...))
}

func rigFatal(values ...any) {
	for i, value := range values {
		if err, ok := value.(error); ok {
			values[i] = text(err)
		}
	}
	current.Load().end("fatal %s", fmt.Sprint(values...))
}

type program struct {
	name string
	main func()
}

func play(t *testing.T, main func()) string {
	answer, hold := make(chan string, 4), make(chan struct{})
	r := &run{answers: answer, hold: hold, tasks: map[string]*seen{}}
	current.Store(r)
	go func() {
		defer func() {
			if panicked := recover(); panicked != nil && !strings.Contains(fmt.Sprint(panicked), "blocked goroutines remain") {
				r.say("panic: %v", panicked)
			}
			answer <- r.answer()
		}()
		synctest.Test(t, func(*testing.T) {
			r.began = time.Now()
			watch := time.AfterFunc(patience, func() {
				answer <- r.answer()
				<-hold
			})
			main()
			watch.Stop()
			// Time goes on only as long as this goroutine does; after-functions may still have something to do.
			time.Sleep(patience)
		})
	}()
	return <-answer
}

func TestBatch(t *testing.T) {
	times, _ := strconv.Atoi(os.Getenv("RIG_TIMES"))
	looseTimes, _ := strconv.Atoi(os.Getenv("RIG_LOOSE"))
	answers := map[string]map[string]map[string]int{"exact": {}, "loose": {}}
	for _, program := range programs {
		for kind, count := range map[string]int{"exact": times, "loose": looseTimes} {
			found := map[string]int{}
			answers[kind][program.name] = found
			for i := range count {
				isLoose.Store(kind == "loose")
				// With one processor what is ready first goes first.
				runtime.GOMAXPROCS(1 + 3*(i%2))
				found[play(t, program.main)]++
			}
		}
	}
	data, err := json.Marshal(answers)
	if err == nil {
		err = os.WriteFile(os.Getenv("RIG_ANSWERS"), data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	// Programs that wait for ever are left behind.
	syscall.Exit(0)
}
