package core

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"cascade.example/go/internal/line"
)

// An error says at most so much, in so many parts.
const (
	mostText  = 16 << 10
	mostParts = 64
	mostWraps = 16
	deepWraps = 8

	mostLooked = 500
	mostKnown  = 8
)

// describe is what an error says. It calls the program's code, which may take its time or come back here: no lock may be
// held.
func describe(err error) *line.Problem {
	d := describer{text: 4 * mostText, parts: mostParts}
	return d.describe(err, 0)
}

type describer struct{ text, parts int }

func (d *describer) describe(err error, depth int) *line.Problem {
	switch {
	case err == nil:
		return &line.Problem{Text: "nil"}
	case same(err, context.Canceled):
		return &line.Problem{Text: "context canceled"}
	case same(err, context.DeadlineExceeded):
		return &line.Problem{Text: "context deadline exceeded"}
	}
	said := &line.Problem{Text: cut(textOf(err), min(d.text, mostText)), Type: fmt.Sprintf("%T", err)}
	d.text -= len(said.Text)
	d.parts--
	if depth < deepWraps {
		for _, wrapped := range unwrapped(err) {
			if wrapped == nil {
				continue
			}
			if d.parts <= 0 || len(said.Wraps) == mostWraps {
				break
			}
			said.Wraps = append(said.Wraps, d.describe(wrapped, depth+1))
		}
	}
	if len(said.Wraps) == 0 {
		switch {
		case is(err, context.Canceled):
			said.Nature = line.Cancellation
		case is(err, context.DeadlineExceeded):
			said.Nature = line.Deadlined
		}
	}
	return said
}

// panicked is what a panic says.
func panicked(value any) *line.Problem {
	said := &line.Problem{Nature: line.Panic, Type: fmt.Sprintf("%T", value)}
	if err, ok := value.(error); ok {
		said.Text = cut(textOf(err), mostText)
		return said
	}
	// It says "%!v(PANIC=…" where a method of the value panics.
	said.Text = cut(fmt.Sprint(value), mostText)
	return said
}

// What follows is whatever a method of the error does.

func textOf(err error) (text string) {
	defer func() {
		if recover() != nil {
			text = "an error whose Error method panics"
		}
	}()
	return err.Error()
}

func unwrapped(err error) (wrapped []error) {
	defer func() { _ = recover() }()
	switch err := err.(type) {
	case interface{ Unwrap() error }:
		return []error{err.Unwrap()}
	case interface{ Unwrap() []error }:
		return err.Unwrap()
	}
	return nil
}

// is is errors.Is for the first few hundred errors that are wrapped: a tree of them has no limit.
func is(err, target error) bool {
	todo := []error{err}
	for looked := 0; looked < len(todo) && looked < mostLooked; looked++ {
		one := todo[looked]
		if one == nil {
			continue
		}
		if same(one, target) || claims(one, target) {
			return true
		}
		if len(todo) < mostLooked {
			wrapped := unwrapped(one)
			todo = append(todo, wrapped[:min(len(wrapped), mostLooked)]...)
		}
	}
	return false
}

func claims(err, target error) (answer bool) {
	defer func() { _ = recover() }()
	claimant, ok := err.(interface{ Is(error) bool })
	return ok && claimant.Is(target)
}

// same says whether two errors are one. It calls no code of the program.
func same(one, other error) bool {
	if one == nil || other == nil {
		return one == nil && other == nil
	}
	if reflect.TypeOf(one) != reflect.TypeOf(other) {
		return false
	}
	return !reflect.ValueOf(one).Comparable() || one == other
}

// Cut is a text, or the beginning of one that is very long.
func Cut(text string) string { return cut(text, mostText) }

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:max(0, most)], "") + "…"
}

// A knownError is an error with what it says.
type knownError struct {
	err  error
	said *line.Problem
}

// know remembers what an error says that is given as a cause.
func (n *Node) know(err error, said *line.Problem) {
	if len(n.known) < mostKnown {
		n.known = append(n.known, knownError{err, said})
	}
}

// said is what the cause of a context says. Under the lock it is looked up; an error that was never seen says its type.
func (n *Node) said(err error) *line.Problem {
	if n.kept != nil && same(n.kept, err) {
		return n.keptInfo
	}
	for m := n; m != nil; m = m.parent {
		for _, known := range m.known {
			if same(known.err, err) {
				return known.said
			}
		}
	}
	if same(err, context.Canceled) || same(err, context.DeadlineExceeded) {
		return &line.Problem{Text: err.Error()}
	}
	return ofType(err)
}

// A reading is an error that is being asked what it says, by a goroutine.
type reading struct {
	err       error
	goroutine int64
}

// isReading says whether an error is being read, by a goroutine or, with 0, by any.
func (r *Run) isReading(err error, goroutine int64) bool {
	return slices.ContainsFunc(r.reading, func(one reading) bool {
		return (goroutine == 0 || one.goroutine == goroutine) && same(one.err, err)
	})
}

// born looks at a new context that isn't read, where its cause is being read already: it may have been made by that.
func (r *Run) born(n *Node) {
	if n.isForeign && len(r.reading) > 0 && n.ctx.Err() != nil {
		if cause := context.Cause(n.ctx); r.isReading(cause, 0) {
			n.know(cause, ofType(cause))
		}
	}
}

func ofType(err error) *line.Problem {
	name := fmt.Sprintf("%T", err)
	return &line.Problem{Text: "an error of the type " + name, Type: name}
}

// lock locks the run. What the causes of contexts above a node say that aren't recorded is read before that.
func (r *Run) lock(find func() *Node) {
	r.mu.Lock()
	for range 8 {
		n := r.unread(find())
		if n == nil {
			return
		}
		cause, number := context.Cause(n.ctx), goroutine()
		if r.isReading(cause, number) {
			// It comes back here while it is asked what it says.
			return
		}
		r.reading = append(r.reading, reading{cause, number})
		r.mu.Unlock()
		said := describe(cause)
		r.mu.Lock()
		r.reading = slices.DeleteFunc(r.reading, func(one reading) bool {
			return one.goroutine == number && same(one.err, cause)
		})
		n.know(cause, said)
	}
}

// unread is a context at n or above it that is done by a cause that is yet to be read.
func (r *Run) unread(n *Node) *Node {
	for ; n != nil; n = n.parent {
		if n.isUnread() {
			return n
		}
	}
	return nil
}

func (n *Node) isUnread() bool {
	if !n.isForeign || n.ctx == nil || n.told != nil || n.isEnded || len(n.known) >= mostKnown || n.ctx.Err() == nil {
		return false
	}
	cause := context.Cause(n.ctx)
	return !same(cause, n.ctx.Err()) && !n.knows(cause)
}

func (n *Node) knows(err error) bool {
	if n.kept != nil && same(n.kept, err) {
		return true
	}
	for m := n; m != nil; m = m.parent {
		for _, known := range m.known {
			if same(known.err, err) {
				return true
			}
		}
	}
	return false
}
