package compare

import (
	"fmt"
	"sort"
	"strings"

	"cascade.example/go/internal/line"
)

// A Result says how two recordings differ.
type Result struct {
	// Rules are differences in what happened or when, and orders that no scheduler can explain.
	Rules []string
	// Scheduler are differences that the order of independent goroutines at one instant makes.
	Scheduler []string
	// Events is how many events were compared.
	Events int
}

// Compare compares what happened at each instant, as a set: goroutines that don't depend on each other may come in any
// order. Where one event follows from another, each recording must have them in that order.
func Compare(ours, theirs []Event) Result {
	result := Result{Events: len(ours)}
	result.Rules = append(broken("cascade", ours), broken("go", theirs)...)
	echoes := 0
	keptHere, keptThere := keepFirst(ours), keepFirst(theirs)
	for id, kept := range keptHere {
		if other, ok := keptThere[id]; ok && other != kept {
			echoes++
		}
	}
	if echoes > 0 {
		result.Scheduler = append(result.Scheduler,
			fmt.Sprintf("%d groups keep the same error of another task, which returned at the same instant", echoes))
	}
	queuedOurs, queuedTheirs := forAMoment(ours), forAMoment(theirs)
	if only := len(minus(queuedOurs, queuedTheirs)); only > 0 {
		result.Scheduler = append(result.Scheduler, fmt.Sprintf("%d tasks are queued for no time in cascade alone", only))
	}
	if only := len(minus(queuedTheirs, queuedOurs)); only > 0 {
		result.Scheduler = append(result.Scheduler, fmt.Sprintf("%d tasks are queued for no time in go alone", only))
	}
	counts := map[string]int{}
	count := func(events []Event, by int, skip map[string]bool) {
		for _, event := range events {
			if event.Kind != line.TaskQueued || !skip[event.ID] {
				counts[event.String()] += by
			}
		}
	}
	count(ours, 1, queuedOurs)
	count(theirs, -1, queuedTheirs)
	for text, n := range counts {
		switch {
		case n > 0:
			result.Rules = append(result.Rules, "only in cascade: "+text)
		case n < 0:
			result.Rules = append(result.Rules, "only in go:      "+text)
		}
	}
	if len(result.Rules) == 0 {
		for i := range ours {
			if i < len(theirs) && ours[i].String() != theirs[i].String() {
				result.Scheduler = append(result.Scheduler,
					fmt.Sprintf("another order at one instant: cascade has %s, go has %s", ours[i], theirs[i]))
				break
			}
		}
	}
	sort.Strings(result.Rules)
	sort.Strings(result.Scheduler)
	return result
}

func broken(side string, events []Event) []string {
	laws := Laws(events)
	for i := range laws {
		laws[i] = side + ": " + laws[i]
	}
	return laws
}

// keepFirst looks at groups that were told before a task failed. Their tasks return the same error at the same instant;
// whose error is kept is the scheduler's choice. It makes that the first one by name.
//
// It returns whose it was, by group.
func keepFirst(events []Event) map[string]string {
	told, groups := map[string]bool{}, map[string]string{}
	kept := map[string]string{}
	for i, event := range events {
		switch event.Kind {
		case line.ContextTold:
			told[event.ID] = true
		case line.TaskSpawned:
			groups[event.ID] = event.Fields[line.Group]
		case line.GroupFailureKept:
			if !told[event.ID] {
				continue
			}
			var keeper *Event
			var candidates []*Event
			for j := range events {
				out := &events[j]
				if out.Kind == line.TaskOut && out.T == event.T && groups[out.ID] == event.ID &&
					out.Fields[line.Error] == event.Fields[line.Error] {
					candidates = append(candidates, out)
					if out.Fields[line.Kept] == "1" {
						keeper = out
					}
				}
			}
			if keeper == nil {
				continue
			}
			kept[event.ID] = keeper.ID
			first := keeper
			for _, other := range candidates {
				if other.ID < first.ID {
					first = other
				}
			}
			keeper.Fields[line.Kept], first.Fields[line.Kept] = "0", "1"
			events[i].Fields[line.Task] = first.ID
		}
	}
	return kept
}

// forAMoment are the tasks that are queued and start at the same instant: whether they are queued at all depends on
// which goroutine comes first.
func forAMoment(events []Event) map[string]bool {
	started := map[string]int64{}
	for _, event := range events {
		if event.Kind == line.TaskStarted {
			started[event.ID] = event.T
		}
	}
	result := map[string]bool{}
	for _, event := range events {
		if t, ok := started[event.ID]; ok && event.Kind == line.TaskQueued && t == event.T {
			result[event.ID] = true
		}
	}
	return result
}

func minus(one, other map[string]bool) []string {
	var ids []string
	for id := range one {
		if !other[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// Laws are the orders that hold in every recording, whatever the scheduler does. It returns those that are broken.
func Laws(events []Event) []string {
	var broken []string
	at := map[string]int{}   // kind and id: where it was, first
	last := map[string]int{} // group: where the last of its tasks was out
	groups := map[string]string{}
	parents := map[string]string{}
	origins := map[string]Event{}
	previous := int64(0)
	for i, event := range events {
		if event.T < previous {
			broken = append(broken, "time goes back: "+event.String())
		}
		previous = event.T
		key := event.Kind + " " + event.ID
		if _, ok := at[key]; ok && !strings.HasPrefix(event.Kind, "note.") {
			broken = append(broken, "twice: "+event.String())
		} else {
			at[key] = i
		}
		after := func(kind, id string) {
			if _, ok := at[kind+" "+id]; !ok {
				broken = append(broken, fmt.Sprintf("%s comes before %s %s", event, kind, id))
			}
		}
		switch event.Kind {
		case line.TaskSpawned:
			groups[event.ID] = event.Fields[line.Group]
			after(line.GroupOpened, groups[event.ID])
		case line.TaskQueued, line.TaskStarted, line.TaskRefused:
			after(line.TaskSpawned, event.ID)
		case line.TaskTold:
			after(line.TaskSpawned, event.ID)
			if _, ok := at[line.TaskOut+" "+event.ID]; ok {
				broken = append(broken, "told when it is out: "+event.String())
			}
			if event.Fields[line.Reason] == line.SiblingFailed {
				after(line.TaskOut, event.Fields[line.Origin])
			}
		case line.TaskOut:
			after(line.TaskStarted, event.ID)
			last[groups[event.ID]] = i
			if through := event.Fields[line.Through]; through != "" {
				after(line.GroupClosed, through)
			}
		case line.GroupFailureKept:
			after(line.TaskOut, event.Fields[line.Task])
		case line.GroupOpened, line.ContextMade:
			parents[event.ID] = event.Fields[line.Parent]
		case line.ContextTold:
			origins[event.ID] = event
		case line.GroupClosed:
			after(line.GroupWaiting, event.ID)
		case line.AfterFired:
			after(line.ContextMade, event.ID)
		}
	}
	for group, i := range last {
		if closed, ok := at[line.GroupClosed+" "+group]; ok && closed < i {
			broken = append(broken, "closed before a task was out: "+group)
		}
	}
	for id, event := range origins {
		if above, ok := origins[parents[id]]; ok && above.Fields[line.Origin] == event.Fields[line.Origin] &&
			at[line.ContextTold+" "+id] < at[line.ContextTold+" "+parents[id]] {
			broken = append(broken, "told before its parent: "+event.String())
		}
	}
	return append(broken, spawnOrder(events, groups)...)
}

// spawnOrder looks at the tasks of a group that are told by the same cause: in the order in which they were spawned.
func spawnOrder(events []Event, groups map[string]string) []string {
	var broken []string
	place := map[string]int{}
	told := map[string]int{}
	for i, event := range events {
		switch event.Kind {
		case line.TaskSpawned:
			place[event.ID] = i
		case line.TaskTold:
			group := groups[event.ID]
			if place[event.ID] < told[group] {
				broken = append(broken, "not told in the order of spawning: "+event.String())
			}
			told[group] = place[event.ID]
		}
	}
	return broken
}
