package conformance

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"
	"testing/synctest"
)

var (
	out   = flag.String("out", "", "the file to write")
	seed  = flag.Uint64("seed", 1, "the first seed")
	count = flag.Uint64("count", 100, "how many seeds")
)

const times = 3

// outcome plays the scenario several times; false if two timers share an instant, or two runs differ.
func outcome(t *testing.T, s Scenario) (Outcome, bool) {
	var first Outcome
	decided := true
	for i := range times {
		synctest.Test(t, func(t *testing.T) {
			o, ties := play(s)
			if i == 0 {
				first = o
			}
			decided = decided && !ties && reflect.DeepEqual(first, o)
		})
	}
	return first, decided
}

func write(t *testing.T, scenarios func(func(Scenario))) {
	if *out == "" {
		t.Skip("no -out")
	}
	file, err := os.Create(*out)
	if err != nil {
		t.Fatal(err)
	}
	writer := bufio.NewWriter(file)
	written, dropped := 0, 0
	scenarios(func(s Scenario) {
		o, decided := outcome(t, s)
		if !decided {
			dropped++
			return
		}
		line, err := json.Marshal(map[string]any{"scenario": s, "outcome": o})
		if err != nil {
			t.Fatal(err)
		}
		writer.Write(append(line, '\n'))
		written++
	})
	if err := writer.Flush(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d written, %d dropped", written, dropped)
}

func TestGenerate(t *testing.T) {
	write(t, func(add func(Scenario)) {
		for i := range *count {
			add(generate(*seed + i))
		}
	})
}

func TestCurated(t *testing.T) {
	write(t, func(add func(Scenario)) {
		for _, s := range curated() {
			add(s)
		}
	})
}
