package compare

import (
	"strings"

	"cascade.example/go/internal/line"
)

// Alike leaves out what only one of the two languages has words for:
//
//   - roots, and contexts for values: a Go program's recording has none;
//   - a shutdown, which asks before it cancels: Go's way is a channel, and a context around the group that is cancelled
//     when the grace is over;
//   - what comes after a panic: there is nothing in Go. To cascade it is one more way to fail.
func Alike(ours, theirs []Event) ([]Event, []Event) {
	ours = withoutShutdown(withoutRoots(ours))
	theirs = withoutExtraContexts(theirs, ours)
	return untilPanic(ours, theirs)
}

func withoutRoots(events []Event) []Event {
	above := map[string]string{}
	for _, event := range events {
		if event.Kind != line.ContextMade {
			continue
		}
		switch event.Fields[line.What] {
		case "background", "todo":
			above[event.ID] = ""
		case "value":
			parent := event.Fields[line.Parent]
			if higher, ok := above[parent]; ok {
				parent = higher
			}
			above[event.ID] = parent
		}
	}
	return without(events, above)
}

func withoutShutdown(events []Event) []Event {
	signals := map[string]string{}
	for _, event := range events {
		if event.Kind == line.ContextMade && event.Fields[line.What] == "shutdown" {
			signals[event.ID] = event.Fields[line.Parent]
		}
		if event.Fields[line.Reason] == "shutdown" {
			event.Fields[line.Reason] = line.Requested
		}
	}
	return without(events, signals)
}

// withoutExtraContexts leaves out contexts around a group that the other recording opens where they are opened.
func withoutExtraContexts(events, others []Event) []Event {
	otherParents := map[string]string{}
	for _, event := range others {
		if event.Kind == line.GroupOpened {
			otherParents[event.ID] = event.Fields[line.Parent]
		}
	}
	parents, extra, groups := map[string]string{}, map[string]string{}, map[string]string{}
	for _, event := range events {
		parent := event.Fields[line.Parent]
		switch event.Kind {
		case line.ContextMade:
			parents[event.ID] = parent
		case line.GroupOpened:
			above, isContext := parents[parent]
			if other, ok := otherParents[event.ID]; ok && isContext && other == above && other != parent {
				extra[parent] = above
				groups[parent] = event.ID
			}
		}
	}
	for _, event := range events {
		if group, ok := groups[event.Fields[line.Origin]]; ok {
			event.Fields[line.Origin] = group
		}
	}
	return without(events, extra)
}

// without leaves contexts out; above says what each was derived from.
func without(events []Event, above map[string]string) []Event {
	var result []Event
	for _, event := range events {
		if _, ok := above[event.ID]; ok {
			continue
		}
		if parent, ok := above[event.Fields[line.Parent]]; ok {
			event.Fields[line.Parent] = parent
		}
		result = append(result, event)
	}
	return result
}

func untilPanic(ours, theirs []Event) ([]Event, []Event) {
	if len(theirs) < 2 || theirs[len(theirs)-1].Fields[line.Ending] != line.EndedCrashed {
		return ours, theirs
	}
	theirs = theirs[:len(theirs)-1]
	crash := theirs[len(theirs)-1]
	if !strings.HasPrefix(crash.Fields[line.Error], "panic: ") {
		return ours, theirs
	}
	for i, event := range ours {
		if event.Kind == line.TaskOut && event.ID == crash.ID {
			event.Fields[line.Kept] = crash.Fields[line.Kept]
			return ours[:i+1], theirs
		}
	}
	return ours, theirs
}
