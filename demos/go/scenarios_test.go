package cascade_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cascade.example/go/internal/compare"
	"cascade.example/go/internal/line"
)

var update = flag.Bool("update", false, "write cascade's own recordings anew; CASCADE names the program")

// programs are those that `cascade code NAME --lang go` prints, kept with cascade's own tests.
const programs = "../../Tests/GeneratedProgramTests/Go"

// otherwise are programs that are written in another way than their scenario, and how.
var otherwise = map[string]string{
	"after-func":       "a Go program ends with main, whatever an after-function still does; a run of cascade's shows it to its end",
	"serve":            "a task that waits until it is told, and returns nil: only its error is seen in Go",
	"every-derivation": "a timeout that is cancelled with a cause is two contexts in Go, and the program waits 1 ms more",
}

// TestScenarios records the Go program of each scenario in the virtual time of testing/synctest, and compares it, event
// by event, with cascade's own recording: that of the program that CASCADE names, and else the one kept in testdata.
func TestScenarios(t *testing.T) {
	mains, _ := filepath.Glob(programs + "/*/main.go")
	if len(mains) == 0 {
		t.Skip("the generated programs aren't here: ", programs)
	}
	recordings := record(t, mains)
	hasCauses := syncHasCauses(t)
	if !hasCauses {
		t.Log("this golang.org/x/sync gives no causes (0.2 or newer does): causes aren't compared")
	}
	for _, path := range mains {
		name := filepath.Base(filepath.Dir(path))
		t.Run(name, func(t *testing.T) {
			if !exists(filepath.Join("..", name+".yaml")) && !exists(filepath.Join("testdata", "scenarios", name+".yaml")) {
				t.Skip("there is no scenario to compare with in demos or testdata/scenarios")
			}
			data, err := os.ReadFile(filepath.Join(recordings, name+".jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			if folder := os.Getenv("CASCADE_KEEP"); folder != "" {
				write(t, filepath.Join(folder, name+".jsonl"), string(data))
			}
			result := compared(t, own(t, name, ""), data, hasCauses)
			// What another seed brings about isn't a difference in rules.
			for seed := 1; len(result.Rules) > 0 && seed <= seeds && os.Getenv("CASCADE") != ""; seed++ {
				if _, ok := otherwise[name]; ok {
					break
				}
				other := compared(t, own(t, name, strconv.Itoa(seed)), data, hasCauses)
				if len(other.Rules) == 0 {
					t.Logf("the scheduler: as with cascade's seed %d", seed)
					result = other
				}
			}
			t.Logf("%d events compared", result.Events)
			for _, difference := range result.Scheduler {
				t.Log("the scheduler: ", difference)
			}
			for _, difference := range result.Rules {
				if why, ok := otherwise[name]; ok {
					t.Log(why, ": ", difference)
				} else {
					t.Error(difference)
				}
			}
		})
	}
}

// seeds is how many orders of cascade's are tried where the usual one differs.
const seeds = 40

func compared(t *testing.T, own, programs []byte, hasCauses bool) compare.Result {
	t.Helper()
	ours, err := compare.Read(own)
	if err != nil {
		t.Fatal("cascade's recording: ", err)
	}
	theirs, err := compare.Read(programs)
	if err != nil {
		t.Fatal("the program's recording: ", err)
	}
	ours, theirs = compare.Alike(compare.Plain(ours), compare.Plain(theirs))
	if !hasCauses {
		forget(ours, line.Cause)
		forget(theirs, line.Cause)
	}
	return compare.Compare(ours, theirs)
}

// own is cascade's own recording of a scenario, with a seed or with that of the scenario.
func own(t *testing.T, name, seed string) []byte {
	t.Helper()
	kept := filepath.Join("testdata", "ours", name+".jsonl.gz")
	if program := os.Getenv("CASCADE"); program != "" {
		scenario := name
		if file := filepath.Join("testdata", "scenarios", name+".yaml"); exists(file) {
			scenario = file
		}
		arguments := []string{"run", scenario, "--json"}
		if seed != "" {
			arguments = append(arguments, "--seed", seed)
		}
		recording, err := exec.Command(program, arguments...).Output()
		if err != nil {
			t.Fatal(program, ": ", err)
		}
		if *update && seed == "" {
			var packed bytes.Buffer
			writer, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
			writer.Write(recording)
			writer.Close()
			if err := os.WriteFile(kept, packed.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return recording
	}
	file, err := os.Open(kept)
	if err != nil {
		t.Skip("cascade's own recording isn't kept: ", err)
	}
	defer file.Close()
	reader, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	recording, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return recording
}

// TestOwnBytes writes cascade's own recordings anew with this module's writer: the same bytes come out.
func TestOwnBytes(t *testing.T) {
	kept, _ := filepath.Glob("testdata/ours/*.jsonl.gz")
	lines := 0
	for _, path := range kept {
		name := strings.TrimSuffix(filepath.Base(path), ".jsonl.gz")
		for i, text := range strings.SplitAfter(string(own(t, name, "")), "\n") {
			if text == "" {
				continue
			}
			lines++
			if again := rewritten(t, text); again != text {
				t.Errorf("%s:%d: %q isn't %q", name, i+1, again, text)
			}
		}
	}
	t.Logf("%d lines of %d recordings", lines, len(kept))
}

func rewritten(t *testing.T, text string) string {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		t.Fatal(err)
	}
	number := func(value any) int64 {
		n, err := value.(json.Number).Int64()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	var fields []line.Field
	for key, value := range object {
		switch value := value.(type) {
		case json.Number:
			if key != line.Seq && key != line.T {
				fields = append(fields, line.Int(key, number(value)))
			}
		case string:
			if key != line.Kind && key != line.ID {
				fields = append(fields, line.Text(key, value))
			}
		case map[string]any:
			fields = append(fields, line.Err(key, problem(value)))
		case []any:
			var list []string
			for _, element := range value {
				list = append(list, element.(string))
			}
			fields = append(fields, line.List(key, list))
		}
	}
	return string(line.Append(nil, number(object[line.Seq]), number(object[line.T]), object[line.Kind].(string),
		object[line.ID].(string), fields...))
}

func problem(value any) *line.Problem {
	object, isObject := value.(map[string]any)
	if !isObject {
		return &line.Problem{Text: value.(string)}
	}
	said := &line.Problem{}
	said.Text, _ = object[line.TextK].(string)
	said.Nature, _ = object[line.Nature].(string)
	said.Type, _ = object[line.Type].(string)
	wraps, _ := object[line.Wraps].([]any)
	for _, wrapped := range wraps {
		said.Wraps = append(said.Wraps, problem(wrapped))
	}
	return said
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func forget(events []compare.Event, key string) {
	for _, event := range events {
		delete(event.Fields, key)
	}
}

// record runs each program with its imports changed. It returns the folder of the recordings.
func record(t *testing.T, mains []string) string {
	t.Helper()
	folder := t.TempDir()
	recordings := filepath.Join(folder, "recordings")
	os.Mkdir(recordings, 0o755)
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "go.mod"), "module programs\n\ngo 1.25.0\n\n"+
		"require cascade.example/go v0.0.0\n\nrequire golang.org/x/sync v0.20.0\n\n"+
		"replace cascade.example/go => "+here+"\n\nreplace golang.org/x/sync => "+syncFolder(t)+"\n")
	for _, path := range mains {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(filepath.Dir(path))
		write(t, filepath.Join(folder, name, "main.go"), changed(string(source)))
		title := strings.TrimPrefix(strings.SplitN(string(source), "\n", 2)[0], "// ")
		write(t, filepath.Join(folder, name, "main_test.go"), strings.NewReplacer(
			"TITLE", title, "FILE", filepath.Join(recordings, name+".jsonl")).Replace(inVirtualTime))
	}
	command := exec.Command("go", "test", "-count=1", "./...")
	command.Dir = folder
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOTOOLCHAIN=local", "GOWORK=off")
	output, err := command.CombinedOutput()
	// A panic ends its program, as it should.
	if err != nil && strings.Contains(string(output), "build failed") {
		t.Fatalf("%s", output)
	}
	return recordings
}

// changed is a program that is recorded: other imports, and names for its tasks.
func changed(source string) string {
	source = strings.Replace(source, `"context"`, `"cascade.example/go/context"`, 1)
	source = strings.Replace(source, `"golang.org/x/sync/errgroup"`, `"cascade.example/go/errgroup"`, 1)
	// A process that exits would take its recorder along.
	if begin, found := strings.CutSuffix(source, "\tif err != nil {\n\t\tos.Exit(1)\n\t}\n}\n"); found {
		source = begin + "\t_ = os.Exit\n}\n"
	}
	if !strings.Contains(source, "func task(") {
		return source
	}
	source = strings.Replace(source, "import (", "import (\n\t\"cascade.example/go/recorder\"", 1)
	return regexp.MustCompile(`func task\(`).ReplaceAllString(source, "func printed(") +
		"\nfunc task(name string, f func() error) func() error {\n\treturn recorder.Named(name, printed(name, f))\n}\n"
}

const inVirtualTime = `package main

import (
	"os"
	"testing"
	"testing/synctest"

	"cascade.example/go/recorder"
)

func TestInVirtualTime(t *testing.T) {
	file, err := os.Create(` + "`FILE`" + `)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	synctest.Test(t, func(*testing.T) {
		stop := recorder.To(file, recorder.Title(` + "`TITLE`" + `))
		main()
		stop()
	})
}
`

func write(t *testing.T, path, text string) {
	t.Helper()
	os.MkdirAll(filepath.Dir(path), 0o755)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// syncFolder is where this module's golang.org/x/sync is.
func syncFolder(t *testing.T) string {
	t.Helper()
	output, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/sync").Output()
	if err != nil {
		t.Fatal("golang.org/x/sync: ", err)
	}
	return strings.TrimSpace(string(output))
}

func syncHasCauses(t *testing.T) bool {
	source, err := os.ReadFile(filepath.Join(syncFolder(t), "errgroup", "errgroup.go"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(source), "cancel func(error)")
}
