// Package context is the standard library's package context, to be imported in its place: the same names, the same
// types, the same behaviour. While the recorder is on, what is derived and what is told is written down.
package context

import (
	"context"
	"time"

	"cascade.example/go/internal/core"
	"cascade.example/go/internal/line"
)

// The types are those of the standard library.
type (
	Context         = context.Context
	CancelFunc      = context.CancelFunc
	CancelCauseFunc = context.CancelCauseFunc
)

// Canceled is the standard library's error.
var Canceled = context.Canceled

// DeadlineExceeded is the standard library's error.
var DeadlineExceeded = context.DeadlineExceeded

// Background is the standard library's.
func Background() Context { return context.Background() }

// TODO is the standard library's.
func TODO() Context { return context.TODO() }

// Cause is the standard library's.
func Cause(c Context) error { return context.Cause(c) }

// WithCancel is the standard library's, recorded.
func WithCancel(parent Context) (ctx Context, cancel CancelFunc) {
	r := core.Active()
	if r == nil {
		return context.WithCancel(parent)
	}
	p := r.Look(parent)
	made, end := context.WithCancel(p.Plain)
	ctx, node := r.Derived(p, made, derivation(line.NameCancel, core.Location()))
	return ctx, func() { node.Cancel(core.Location(), nil, end) }
}

// WithCancelCause is the standard library's, recorded.
func WithCancelCause(parent Context) (ctx Context, cancel CancelCauseFunc) {
	r := core.Active()
	if r == nil {
		return context.WithCancelCause(parent)
	}
	p := r.Look(parent)
	made, end := context.WithCancelCause(p.Plain)
	ctx, node := r.Derived(p, made, derivation(line.NameCancel, core.Location()))
	return ctx, func(cause error) { node.Cancel(core.Location(), cause, func() { end(cause) }) }
}

// WithDeadline is the standard library's, recorded.
func WithDeadline(parent Context, d time.Time) (Context, CancelFunc) {
	if r := core.Active(); r != nil {
		return withDeadline(r, parent, d, nil, line.NameDeadline, core.Location())
	}
	return context.WithDeadline(parent, d)
}

// WithDeadlineCause is the standard library's, recorded.
func WithDeadlineCause(parent Context, d time.Time, cause error) (Context, CancelFunc) {
	if r := core.Active(); r != nil {
		return withDeadline(r, parent, d, cause, line.NameDeadline, core.Location())
	}
	return context.WithDeadlineCause(parent, d, cause)
}

// WithTimeout is the standard library's, recorded.
func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	if r := core.Active(); r != nil {
		return withDeadline(r, parent, time.Now().Add(timeout), nil, line.NameTimeout, core.Location())
	}
	return context.WithTimeout(parent, timeout)
}

// WithTimeoutCause is the standard library's, recorded.
func WithTimeoutCause(parent Context, timeout time.Duration, cause error) (Context, CancelFunc) {
	if r := core.Active(); r != nil {
		return withDeadline(r, parent, time.Now().Add(timeout), cause, line.NameTimeout, core.Location())
	}
	return context.WithTimeoutCause(parent, timeout, cause)
}

func withDeadline(
	r *core.Run, parent Context, d time.Time, cause error, name, location string,
) (Context, CancelFunc) {
	p := r.Look(parent)
	made, cancel := context.WithDeadlineCause(p.Plain, d, cause)
	derived := derivation(name, location)
	derived.Cause = cause
	// With an earlier deadline above it, it has none of its own.
	if effective, ok := made.Deadline(); ok && effective.Equal(d) {
		if above, ok := p.Plain.Deadline(); !ok || !above.Before(d) {
			derived.What, derived.HasDeadline, derived.Deadline = line.MadeDeadline, true, d
		}
	}
	ctx, node := r.Derived(p, made, derived)
	return ctx, func() { node.Cancel(core.Location(), nil, cancel) }
}

// WithValue is the standard library's. Values aren't recorded.
func WithValue(parent Context, key, val any) Context {
	r := core.Active()
	if r == nil {
		return context.WithValue(parent, key, val)
	}
	p := r.Look(parent)
	return p.Wrap(context.WithValue(p.Plain, key, val))
}

// WithoutCancel is the standard library's, recorded.
func WithoutCancel(parent Context) Context {
	r := core.Active()
	if r == nil {
		return context.WithoutCancel(parent)
	}
	p := r.Look(parent)
	made := context.WithoutCancel(p.Plain)
	derived := derivation(line.NameDetached, core.Location())
	derived.What = line.MadeWithoutCancel
	ctx, _ := r.Derived(p, made, derived)
	return ctx
}

// AfterFunc is the standard library's, recorded.
func AfterFunc(ctx Context, f func()) (stop func() bool) {
	r := core.Active()
	if r == nil {
		return context.AfterFunc(ctx, f)
	}
	return r.AfterFunc(r.Look(ctx), core.Location(), f)
}

func derivation(name, location string) core.Derivation {
	return core.Derivation{What: line.MadeCancel, Name: name, Location: location}
}
