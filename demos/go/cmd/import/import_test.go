package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write what is expected anew")

// sources are the examples here, and the programs that cascade generates.
func sources(t *testing.T) []string {
	t.Helper()
	here, _ := filepath.Glob("testdata/*.go")
	generated, _ := filepath.Glob("../../../../Tests/GeneratedProgramTests/Go/*/main.go")
	if len(here) == 0 {
		t.Fatal("no examples")
	}
	return append(here, generated...)
}

// convert is the skeleton of one file.
func convert(path string, data []byte, name string, notes io.Writer) (string, error) {
	return skeleton([]source{{path, data}}, name, notes)
}

func TestExamples(t *testing.T) {
	here, _ := filepath.Glob("testdata/*.go")
	for _, path := range here {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := convert(path, source, "", io.Discard)
		if err != nil {
			t.Error(err)
			continue
		}
		golden := strings.TrimSuffix(path, ".go") + ".yaml"
		if *update {
			if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		// Which cause a signal gives, the version of Go says.
		plain := func(text string) string {
			return strings.ReplaceAll(text, "  cancel-cause: \"interrupt signal received\"\n", "")
		}
		if expected, _ := os.ReadFile(golden); plain(string(expected)) != plain(text) {
			t.Errorf("%s isn't what is written: go test ./cmd/import -update\n%s", golden, text)
		}
	}
}

// TestCascadeTakesThem needs the program that CASCADE names.
func TestCascadeTakesThem(t *testing.T) {
	program := os.Getenv("CASCADE")
	if program == "" {
		t.Skip("CASCADE names no program to check with")
	}
	folder := t.TempDir()
	wants, _ := filepath.Glob("testdata/*/*.want")
	paths := sources(t)
	for _, want := range wants {
		path := strings.TrimSuffix(want, ".want")
		if _, err := os.Stat(path); err != nil {
			path += ".go"
		}
		paths = append(paths, path)
	}
	if folder := os.Getenv("GO_PROGRAMS"); folder != "" {
		more, _ := filepath.Glob(folder + "/*.go")
		paths = append(paths, more...)
	}
	for i, path := range paths {
		read, err := collect([]string{path})
		if err != nil {
			t.Fatal(err)
		}
		text, err := skeleton(read, "", io.Discard)
		if err != nil {
			t.Log(err)
			continue
		}
		file := filepath.Join(folder, fmt.Sprintf("%d.yaml", i))
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if output, err := exec.Command(program, "check", file).CombinedOutput(); err != nil {
			t.Errorf("%s: %s\n%s", path, output, text)
		}
	}
}

func TestNotGo(t *testing.T) {
	for source, expected := range map[string]string{
		"":                         `^x\.go:1:1: expected 'package'`,
		"package p\nfunc f() {":    `^x\.go:2:\d+: expected '}'`,
		"package p\nfunc f() {}\n": `^x\.go:1:9: no group is made here`,
		"\x00\xff":                 `^x\.go:1:1: `,
		"package p\nimport \"golang.org/x/sync/errgroup\"\nvar g errgroup.Group\n":                                                                          `^x\.go:1:9: a group is made here, but no task`,
		"package p\nimport \"golang.org/x/sync/errgroup\"\nvar a = errors.New(b + a)\nvar b = errors.New(a)\nfunc f() { var g errgroup.Group\nreturn a }\n": `^x\.go:1:9: a group is made here, but no task`,
		"package p; var x = " + strings.Repeat("(", 200000):                                                                                                 `^x\.go:1:\d+: `,
	} {
		_, err := convert("x.go", []byte(source), "", io.Discard)
		if err == nil || !regexp.MustCompile(expected).MatchString(err.Error()) {
			t.Errorf("%.40q: %v", source, err)
		}
	}
	if _, err := convert("x.go", []byte("package p\nfunc f() { var wg sync.WaitGroup }"), "g", io.Discard); err == nil {
		t.Error("no error")
	}
}

// TestDeepFiles has what makes a tree of syntax deep or wide, as much as a file may have of it.
func TestDeepFiles(t *testing.T) {
	const before = "package p\nimport \"golang.org/x/sync/errgroup\"\nfunc f() { var g errgroup.Group; g.Go(func() error { "
	const after = "; return nil }); g.Wait() }\n"
	for name, piece := range map[string][3]string{
		"sum":      {"x = ", "a+", "a"},
		"calls":    {"f", "()", ""},
		"fields":   {"a", ".b", "()"},
		"indexes":  {"a", "[0]", "()"},
		"branches": {"", "if a { b() } else ", "{}"},
		"blocks":   {"", "{", ""},
		"loops":    {"", "for {", ""},
		"labels":   {"", "a:", ""},
		"stars":    {"x = ", "*", "a"},
		"code":     {"", "func() {", ""},
		"groups":   {"", "g.Go(func() error { var g errgroup.Group; ", ""},
		"ranges":   {"c := make(chan int); ", "for range c { work(ctx); ", ""},
		"workers":  {"c := make(chan int); ", "for { select { case <-ctx.Done(): return nil; case <-c: ", ""},
		"retries":  {"", "for attempt := 0; attempt < 3; attempt++ { if err := do(ctx); err == nil { break }; ", ""},
		"makes":    {"", "c := make(chan int); c <- 1; ", ""},
		"shared":   {"", "f.Do(k, func() (any, error) { ", ""},
		"handed":   {"", "run(func() { ", ""},
		"spawns":   {"", "g.Go(f);", ""},
		"sleeps":   {"", "time.Sleep(1e300*1e300);", ""},
	} {
		for _, count := range []int{20, 500, 90_000, 600_000} {
			source := before + piece[0] + strings.Repeat(piece[1], count) + piece[2] + after
			if len(source) > largest {
				continue
			}
			started := time.Now()
			text, err := convert("x.go", []byte(source), "", io.Discard)
			if took := time.Since(started); took > 30*time.Second {
				t.Errorf("%s: %v", name, took)
			} else if took > 300*time.Millisecond {
				t.Logf("%s %d: %v", name, count, took)
			}
			if err != nil && (!regexp.MustCompile(`^x\.go:\d+:\d+: `).MatchString(err.Error()) ||
				strings.Contains(err.Error(), "can't be read")) {
				t.Errorf("%s %d: %.200s", name, count, err)
			}
			if len(text) > 4<<20 {
				t.Errorf("%s: %d bytes", name, len(text))
			}
		}
	}
}

// TestCallsWithoutAnEnd has more calls than could ever be read.
func TestCallsWithoutAnEnd(t *testing.T) {
	var b strings.Builder
	b.WriteString("package p\nimport \"golang.org/x/sync/errgroup\"\n" +
		"func f() { var g errgroup.Group; g.Go(func() error { f0(); return nil }); g.Wait() }\n")
	for i := range 60 {
		fmt.Fprintf(&b, "func f%d() { f%d(); f%d(); f(); f%d() }\n", i, i+1, i+1, i)
	}
	text, err := convert("x.go", []byte(b.String()), "", io.Discard)
	if err != nil || len(text) > 1<<20 {
		t.Error(len(text), err)
	}
}

// TestMutations tears the examples apart and puts them together in another way: a scenario or a message comes out.
func TestMutations(t *testing.T) {
	// Another number in CASCADE_DAMAGE makes other damage.
	seed, _ := strconv.ParseUint(os.Getenv("CASCADE_DAMAGE"), 10, 64)
	random := rand.New(rand.NewPCG(1+seed, 2))
	var pieces [][]byte
	var all [][]byte
	programs, _ := filepath.Glob("testdata/*/*.go")
	for _, path := range append(sources(t), programs...) {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, source)
		pieces = append(pieces, bytes.SplitAfter(source, []byte("\n"))...)
	}
	read := 0
	for range 3000 {
		lines := bytes.SplitAfter(all[random.IntN(len(all))], []byte("\n"))
		lines = append([][]byte{}, lines...)
		for range 1 + random.IntN(4) {
			at := random.IntN(len(lines))
			switch random.IntN(3) {
			case 0:
				lines[at] = nil
			case 1:
				lines[at] = pieces[random.IntN(len(pieces))]
			case 2:
				line := bytes.Clone(lines[at])
				if len(line) > 0 {
					line[random.IntN(len(line))] = "(){}.,;:=-|\"g0\x00"[random.IntN(15)]
				}
				lines[at] = line
			}
		}
		text, err := convert("x.go", bytes.Join(lines, nil), "", io.Discard)
		if err != nil {
			if !regexp.MustCompile(`^x\.go:\d+:\d+: `).MatchString(err.Error()) || strings.Contains(err.Error(), "can't be read") {
				t.Fatalf("%v\n%s", err, bytes.Join(lines, nil))
			}
			continue
		}
		read++
		if program := os.Getenv("CASCADE"); program != "" && read%5 == 0 {
			file := filepath.Join(t.TempDir(), "mutated.yaml")
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if output, err := exec.Command(program, "check", file).CombinedOutput(); err != nil {
				t.Errorf("%s\n%s\n%s", output, text, bytes.Join(lines, nil))
			}
		}
		if !strings.Contains(text, "  tasks:\n") {
			t.Fatal(text)
		}
	}
	t.Logf("%d of 3000 could be read", read)
}
