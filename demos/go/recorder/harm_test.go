package recorder_test

import (
	"bytes"
	stdcontext "context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"cascade.example/go/context"
	"cascade.example/go/errgroup"
	"cascade.example/go/internal/compare"
	"cascade.example/go/internal/line"
	"cascade.example/go/recorder"
)

// A brokenPipe takes so many lines.
type brokenPipe struct{ left int }

func (w *brokenPipe) Write(b []byte) (int, error) {
	for n, c := range b {
		if w.left == 0 {
			return n, errors.New("broken pipe")
		}
		if c == '\n' {
			w.left--
		}
	}
	return len(b), nil
}

func TestBrokenWriterHarmsNothing(t *testing.T) {
	for left := range 12 {
		stop := recorder.To(&brokenPipe{left})
		work(t)
		if err := stop(); err == nil || !strings.Contains(err.Error(), "broken pipe") {
			t.Error("no error of the writer: ", err)
		}
	}
}

type rudeWriter struct{}

func (rudeWriter) Write([]byte) (int, error) { panic("no") }

func TestWriterThatPanics(t *testing.T) {
	stop := recorder.To(rudeWriter{})
	work(t)
	if err := stop(); err == nil || !strings.Contains(err.Error(), "the writer panics: no") {
		t.Error(err)
	}
}

// work has 14 events, those of the run included.
func work(t *testing.T) {
	t.Helper()
	g, ctx := errgroup.WithContext(context.Background())
	g.SetLimit(1)
	g.Go(func() error { time.Sleep(time.Millisecond); return errors.New("first") })
	g.Go(func() error { <-ctx.Done(); return ctx.Err() })
	if err := g.Wait(); err == nil || err.Error() != "first" {
		t.Error(err)
	}
}

// A gate lets nothing through until it is opened.
type gate struct {
	bytes.Buffer
	open chan struct{}
}

func (g *gate) Write(b []byte) (int, error) {
	<-g.open
	return g.Buffer.Write(b)
}

// TestStuckWriter records more than there is room for while the writer doesn't return: the program goes on, and what is
// missing is counted, to the event.
func TestStuckWriter(t *testing.T) {
	const notes = 20_000
	for _, room := range []int{1, 100, 1000, 64 << 10, 1 << 30} {
		w := &gate{open: make(chan struct{})}
		stop := recorder.To(w, recorder.Room(room))
		started := time.Now()
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for i := range notes / 4 {
					recorder.Log(fmt.Sprint("note ", i))
				}
			})
		}
		all.Wait()
		if took := time.Since(started); took > 20*time.Second {
			t.Error("the program waits: ", took)
		}
		close(w.open)
		err := stop()
		events, dropped := lines(t, w.Bytes())
		// Beside the notes: the run's beginning and its end.
		if len(events)+dropped != notes+2 {
			t.Errorf("room for %d bytes: %d events and %d dropped, not %d", room, len(events), dropped, notes+2)
		}
		if says := fmt.Sprintf("recorder: %d events are dropped", dropped); dropped > 0 != (err != nil) ||
			err != nil && !strings.HasPrefix(err.Error(), says) {
			t.Errorf("%d dropped: %v", dropped, err)
		}
		if last := events[len(events)-1]; last.Kind != line.RunEnded {
			t.Error(last)
		}
	}
}

// lines reads a recording, and how many events it says are dropped. Numbers have no gap.
func lines(t *testing.T, data []byte) (events []compare.Event, dropped int) {
	t.Helper()
	for i, text := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
		var object struct{ Seq, Count int }
		if err := json.Unmarshal(text, &object); err != nil || object.Seq != i {
			t.Fatal(i, err, string(text))
		}
		dropped += object.Count
	}
	all, err := compare.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, event := range all {
		if event.Kind != line.Dropped {
			events = append(events, event)
		}
	}
	return events, dropped
}

// A curious error comes back to the recorder while it is asked what it says.
type curious struct{ ctx stdcontext.Context }

func (e *curious) Error() string {
	recorder.Log("error")
	_, cancel := context.WithCancelCause(e.ctx)
	cancel(errors.New("inside"))
	var g errgroup.Group
	g.Go(func() error { return e.ctx.Err() })
	return fmt.Sprint("curious: ", g.Wait())
}

func (e *curious) Is(error) bool { recorder.Log("is"); return false }

func (e *curious) Unwrap() error { recorder.Log("unwrap"); return context.Canceled }

// TestErrorsThatComeBack gives such errors wherever one can be given.
func TestErrorsThatComeBack(t *testing.T) {
	events := recorded(t, func() {
		outside, cancelOutside := stdcontext.WithCancelCause(stdcontext.Background())
		request, cancel := context.WithCancelCause(outside)
		defer cancel(nil)
		timed, stop := context.WithTimeoutCause(request, time.Hour, &curious{outside})
		defer stop()
		defer context.AfterFunc(timed, func() {})()
		g, ctx := errgroup.WithContext(timed)
		g.Go(recorder.Named("a", func() error { <-ctx.Done(); return context.Cause(ctx) }))
		g.Go(recorder.Named("b", func() error { <-ctx.Done(); return &curious{ctx} }))
		time.AfterFunc(time.Second, func() { cancelOutside(&curious{outside}) })
		g.Wait()
	})
	for _, event := range events {
		if event.Kind == line.TaskTold && strings.HasSuffix(event.ID, "/a") {
			if cause := event.Fields[line.Cause]; cause != "curious: context canceled <- [context canceled]" {
				t.Error(cause)
			}
			return
		}
	}
	t.Error("a wasn't told")
}

// Wrapped twice, again and again, an error is a tree of 2^100 leaves.
type twice struct{ error }

func (t twice) Error() string   { return "twice" }
func (t twice) Unwrap() []error { return []error{t.error, t.error} }

func TestWrapsAndLongTexts(t *testing.T) {
	long := errors.New(strings.Repeat("\x1b", 300<<10))
	many := make([]error, 40)
	for i := range many {
		many[i] = fmt.Errorf("%d: %w", i, long)
	}
	var deep error = long
	for range 100 {
		deep = twice{deep}
	}
	for _, err := range []error{long, errors.Join(many...), deep} {
		var output bytes.Buffer
		stop := recorder.To(&output)
		var g errgroup.Group
		g.Go(recorder.Named(strings.Repeat("name", 1<<20), func() error { return err }))
		g.Wait()
		recorder.Log(long.Error())
		if err := stop(); err != nil {
			t.Error(err)
		}
		for _, text := range bytes.Split(output.Bytes(), []byte("\n")) {
			if len(text) > 1<<20 {
				t.Errorf("a line of %d bytes", len(text))
			}
		}
		lines(t, output.Bytes())
	}
}

// TestErrorsAsLines looks at the bytes: those that cascade writes for such errors.
func TestErrorsAsLines(t *testing.T) {
	for _, c := range []struct {
		err      error
		expected string
	}{
		{errors.New("503"), `"error":{"text":"503","type":"*errors.errorString"},"kept":1,"outcome":"failed"}`},
		{stdcontext.Canceled, `"error":"context canceled","kept":1,"outcome":"cancelled"}`},
		{stdcontext.DeadlineExceeded, `"error":"context deadline exceeded","kept":1,"outcome":"cancelled"}`},
		{fmt.Errorf("fetch: %w", stdcontext.Canceled), `"error":{"text":"fetch: context canceled","type":"*fmt.wrapError",` +
			`"wraps":["context canceled"]},"kept":1,"outcome":"cancelled"}`},
		{errors.Join(errors.New("a"), errors.New("b")), `"error":{"text":"a\nb","type":"*errors.joinError","wraps":[` +
			`{"text":"a","type":"*errors.errorString"},{"text":"b","type":"*errors.errorString"}]},"kept":1,"outcome":"failed"}`},
		{late{}, `"error":{"nature":"deadline","text":"late","type":"recorder_test.late"},"kept":1,"outcome":"cancelled"}`},
	} {
		var output bytes.Buffer
		stop := recorder.To(&output)
		var g errgroup.Group
		g.Go(func() error { return c.err })
		g.Wait()
		stop()
		if !strings.Contains(output.String(), c.expected) {
			t.Errorf("no %s in:\n%s", c.expected, output.String())
		}
	}
}

type late struct{}

func (late) Error() string        { return "late" }
func (late) Is(target error) bool { return target == stdcontext.DeadlineExceeded }

func TestLocationOfACancellation(t *testing.T) {
	events := recorded(t, func() {
		ctx, cancel := context.WithCancel(context.Background())
		g, ctx := errgroup.WithContext(ctx)
		g.Go(recorder.Named("a", func() error { <-ctx.Done(); return nil }))
		cancel()
		g.Wait()
		ctx, stop := context.WithTimeout(context.Background(), time.Second)
		defer stop()
		<-ctx.Done()
		time.Sleep(1)
	})
	for id, kind := range map[string]string{"cancel": line.ContextTold, "root/a": line.TaskTold, "timeout": line.ContextTold} {
		event := find(t, events, kind, id)
		if place := event.Fields[line.Location]; !strings.HasPrefix(place, "recorder/harm_test.go:") {
			t.Error(event)
		}
		if _, has := event.Fields[line.Cause]; has {
			t.Error("a cause that wasn't given: ", event)
		}
	}
}
