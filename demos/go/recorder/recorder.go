// Package recorder switches on the recording of contexts and groups, for programs that import cascade.example/go/context
// and cascade.example/go/errgroup in place of the packages that they are named after:
//
//	defer recorder.To(file)()
//
// Without that line nothing is recorded, and the calls below do nothing.
package recorder

import (
	"context"
	"io"
	"time"

	"cascade.example/go/internal/core"
	"cascade.example/go/internal/line"
)

// An Option says something about a recording.
type Option func(*core.Settings)

// Title gives the recording a title.
func Title(title string) Option { return func(s *core.Settings) { s.Scenario = title } }

// Room says how many bytes may wait for the writer; 8 MiB is usual.
func Room(bytes int) Option { return func(s *core.Settings) { s.Room = bytes } }

// To begins to record to w, one line an event, and ends the recording before, if there is one. In testing/synctest it is
// called inside the bubble.
//
// The program never waits for w: lines that don't fit into [Room] are dropped, and an event says how many. After a write
// that fails nothing more is recorded.
//
// stop ends the recording, and waits for w, five seconds at most. It says in an error what w said, or how many events are
// missing. It doesn't close w. A program that ends in another way than by returning or by a task's panic should call it
// before: os.Exit loses what isn't written yet.
func To(w io.Writer, options ...Option) (stop func() error) {
	var settings core.Settings
	for _, option := range options {
		option(&settings)
	}
	return core.Begin(w, settings).End
}

// Named is f with a name for its task: g.Go(recorder.Named("fetch-user", func() error { … })). Without a name a task is
// called by its number in the group.
func Named(name string, f func() error) func() error {
	if r := core.Active(); r != nil {
		return r.NameTask(name, f)
	}
	return f
}

// Name is parent with a name for what is derived from it next: context.WithCancel(recorder.Name(ctx, "request")). It
// names groups and after-functions, too.
func Name(parent context.Context, name string) context.Context {
	if core.Active() == nil {
		return parent
	}
	return core.Named(parent, name)
}

// Log notes a line of text of the task that calls it.
func Log(text string) { note(line.NoteLog, line.Text(line.TextK, core.Cut(text))) }

// Step notes that the task begins a step, how long that is planned to take, and whether it looks at a context.
func Step(label string, planned time.Duration, listens bool) {
	note(line.NoteStep, line.Text(line.Label, core.Cut(label)), line.Int(line.Planned, int64(planned)),
		line.Bool(line.Listens, listens))
}

// Cleanup notes that the task was told, and cleans up for so long.
func Cleanup(planned time.Duration) { note(line.NoteCleanup, line.Int(line.Planned, int64(planned))) }

// Plan notes how much work the task has before it.
func Plan(total time.Duration) { note(line.NotePlan, line.Int(line.Total, int64(total))) }

// Retry notes that attempt n of at most limit begins.
func Retry(attempt, limit int) {
	note(line.NoteRetry, line.Int(line.Attempt, int64(attempt)), line.Int(line.Limit, int64(limit)))
}

// Pause notes a pause between two attempts.
func Pause(planned time.Duration) { note(line.NotePause, line.Int(line.Planned, int64(planned))) }

func note(kind string, fields ...line.Field) {
	if r := core.Active(); r != nil {
		r.Note(kind, fields...)
	}
}
