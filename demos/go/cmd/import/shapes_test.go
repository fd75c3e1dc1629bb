package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

type shapeCase struct {
	name, code, more, shape string
	notes, without          []string
}

// TestShapes are small pieces of code whose whole skeleton was looked at: its shape, and the comments that it has to have. The code
// stands in func run(ctx context.Context) error with a group g, whose context ctx is, and before its Wait.
func TestShapes(t *testing.T) {
	for _, one := range slices.Concat(shapesOfTimes, shapesOfErrors, shapesOfChoices, shapesOfLoops, shapesOfGroups, shapesOfEnds, shapesOfLimiters, shapesOfTold) {
		t.Run(one.name, func(t *testing.T) {
			text := casesBefore + one.more + "\nfunc run(ctx context.Context) error {\n\tg, ctx := errgroup.WithContext(ctx)\n" + one.code +
				"\n\treturn g.Wait()\n}\n"
			standsEmpty(t, text)
			s, err := read([]source{{"x.go", []byte(text)}}, "run", io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			file := scenario(s)
			var wanted []string
			for _, line := range strings.Split(strings.TrimSpace(one.shape), "\n") {
				wanted = append(wanted, strings.TrimRight(strings.Replace(line, "\t\t\t", "", 1), " "))
			}
			if got := strings.TrimSpace(strings.ReplaceAll(shape(s), "  ", "\t")); got != strings.Join(wanted, "\n") {
				t.Errorf("wanted\n%s\ngot\n%s\n%s", strings.Join(wanted, "\n"), got, file)
			}
			for _, note := range one.notes {
				if !strings.Contains(file, note) {
					t.Errorf("there is no %q in\n%s", note, file)
				}
			}
			for _, note := range one.without {
				if strings.Contains(file, note) {
					t.Errorf("there is %q in\n%s", note, file)
				}
			}
			if places := lost(t, []byte(text), s); len(places) > 0 {
				t.Errorf("neither said nor named: %v\n%s", places, file)
			}
			if twice := namedTwice(file); len(twice) > 0 {
				t.Errorf("named twice: %v\n%s", twice, file)
			}
			taken(t, file)
		})
	}
}

// namedTwice are the lines that comments about what is left out name more than once.
func namedTwice(text string) []string {
	seen, twice := map[string]bool{}, []string{}
	for _, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(line, "# Not in the skeleton") && !strings.HasPrefix(line, "# Without a step") {
			continue
		}
		for _, found := range regexp.MustCompile(`\d+(-\d+)?\b`).FindAllString(line[strings.Index(line, ".go:"):], -1) {
			from, to, isRange := strings.Cut(found, "-")
			first, _ := strconv.Atoi(from)
			last := first
			if isRange {
				last, _ = strconv.Atoi(to)
			}
			for n := first; n <= last; n++ {
				if at := strconv.Itoa(n); seen[at] {
					twice = append(twice, at)
				} else {
					seen[at] = true
				}
			}
		}
	}
	return twice
}

// taken says so where the program that CASCADE names refuses a scenario.
func taken(t *testing.T, text string) {
	t.Helper()
	program := os.Getenv("CASCADE")
	if program == "" {
		return
	}
	path := filepath.Join(t.TempDir(), "x.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if output, err := exec.Command(program, "check", path).CombinedOutput(); err != nil {
		t.Errorf("%s\n%s", output, text)
	}
}

// casesBefore stands before the code of cases.
const casesBefore = `package p

import (
	"context"
	"errors"
	"fmt"
	"log"; "net"; "net/http"; "database/sql"
	"os"; "os/exec"
	"os/signal"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"; "golang.org/x/time/rate"
)

var flights singleflight.Group
`
