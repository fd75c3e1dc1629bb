// Package compare tells two recordings of the same story apart: one of cascade's, one of a Go program.
package compare

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"cascade.example/go/internal/line"
)

// An Event is a line of a recording.
type Event struct {
	T      int64
	Kind   string
	ID     string
	Fields map[string]string
}

// Read reads the lines of a recording.
func Read(data []byte) ([]Event, error) {
	var events []Event
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); number++ {
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.UseNumber()
		var object map[string]any
		if err := decoder.Decode(&object); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		event := Event{Kind: fmt.Sprint(object[line.Kind]), ID: fmt.Sprint(object[line.ID]), Fields: map[string]string{}}
		t, err := strconv.ParseInt(fmt.Sprint(object[line.T]), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("line %d: t is %v", number, object[line.T])
		}
		event.T = t
		for key, value := range object {
			switch key {
			case line.Seq, line.T, line.Kind, line.ID:
			default:
				event.Fields[key] = plain(value)
			}
		}
		events = append(events, event)
	}
	return events, lines.Err()
}

// plain is the text of a value. An error is what it says and what it wraps: the names of types differ between languages.
func plain(value any) string {
	switch value := value.(type) {
	case map[string]any:
		text := fmt.Sprint(value[line.TextK])
		if value[line.Nature] == line.Panic {
			text = "panic: " + text
		}
		if wraps, ok := value[line.Wraps].([]any); ok {
			text += " <- " + plain(wraps)
		}
		return text
	case []any:
		texts := make([]string, len(value))
		for i, element := range value {
			texts[i] = plain(element)
		}
		return "[" + strings.Join(texts, ", ") + "]"
	}
	return fmt.Sprint(value)
}

// String is what an event says, without its place in the run.
func (e Event) String() string {
	keys := make([]string, 0, len(e.Fields))
	for key := range e.Fields {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var b strings.Builder
	fmt.Fprintf(&b, "%d.%03d ms %s %s", e.T/1e6, e.T/1e3%1e3, e.Kind, e.ID)
	for _, key := range keys {
		fmt.Fprintf(&b, " %s=%q", key, e.Fields[key])
	}
	return b.String()
}

// pathKeys are the keys whose values are paths.
var pathKeys = []string{line.Parent, line.Group, line.Task, line.Who, line.Origin, line.Through}

// Plain leaves out what two recordings of one story needn't have in common: the seed and the title, notes, places in
// the source, interventions (in Go a call of cancel), releases of contexts that nothing hangs on, and the names of
// contexts and groups, in whose place their kind stands, with a number. Tasks keep their names.
func Plain(events []Event) []Event {
	plainIDs := map[string]string{"": ""}
	counts := map[string]int{}
	var result []Event
	plain := func(id string) string {
		if known, ok := plainIDs[id]; ok {
			return known
		}
		return id
	}
	for _, event := range events {
		if strings.HasPrefix(event.Kind, "note.") {
			continue
		}
		fields := map[string]string{}
		for key, value := range event.Fields {
			fields[key] = value
		}
		owner, name := "", event.ID
		if i := strings.LastIndexByte(event.ID, '/'); i >= 0 {
			owner, name = event.ID[:i], event.ID[i+1:]
		}
		known := ""
		switch event.Kind {
		case line.Intervention, line.ContextEnded:
			continue
		case line.RunStarted:
			delete(fields, line.Seed)
			delete(fields, line.Scenario)
		case line.ContextMade:
			known = fields[line.What]
			delete(fields, line.Name)
		case line.GroupOpened:
			known = line.NameGroup
			delete(fields, line.Name)
		case line.TaskSpawned:
			known = name
		}
		delete(fields, line.Location)
		if known != "" {
			if _, ok := plainIDs[event.ID]; !ok {
				path := plain(owner) + "/" + known
				counts[path]++
				if counts[path] > 1 {
					path += "#" + strconv.Itoa(counts[path])
				}
				plainIDs[event.ID] = strings.TrimPrefix(path, "/")
			}
		}
		for _, key := range pathKeys {
			if value, ok := fields[key]; ok {
				fields[key] = plain(value)
			}
		}
		result = append(result, Event{T: event.T, Kind: event.Kind, ID: plain(event.ID), Fields: fields})
	}
	return result
}
