package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestRoundTrip needs the program that CASCADE names: what it writes in Go for a scenario, imported, is that scenario again.
func TestRoundTrip(t *testing.T) {
	program := os.Getenv("CASCADE")
	if program == "" {
		t.Skip("CASCADE names no program that writes Go")
	}
	for _, one := range []struct{ name, text string }{
		{"steps before the first Go", `
			semaphores:
			  db: 2
			group:
			  limit: 2
			  timeout: 1s
			  before-go:
			    - acquire: db
			    - work: 20ms
			    - log: "connected"
			    - busy: 5ms
			    - try:
			        - work: 10ms
			      else:
			        - return
			    - try:
			        - work: 10ms
			      else:
			        - fail: "no route"
			    - try:
			        - work: 10ms
			      else:
			        - log: "not warm"
			    - work: 30ms
			    - release: db
			  tasks:
			    a: "--|"
			    b: "-^ refused"`},
		{"a caller that leaves", `
			group:
			  cancel-at: 200ms
			  leave: told or 1s
			  tasks:
			    a: "==========|"
			    b: "----|"`},
		{"a caller that leaves with an error of its own", `
			group:
			  leave: { when: 100ms, error: "too late" }
			  tasks:
			    a: "==========|"
			    b: "----|"`},
		{"channels before the first Go", `
			channels:
			  jobs: 3
			group:
			  kind: zero-errgroup
			  before-go:
			    - send: jobs
			    - send: jobs
			    - receive: jobs
			    - close: jobs
			  tasks:
			    worker:
			      steps:
			        - range: jobs`},
		{"a failure before the first Go", `
			group:
			  before-go:
			    - work: 20ms
			    - fail: "no route"
			  tasks:
			    a: "--|"`},
		{"steps before the first Go, in a task", `
			group:
			  tasks:
			    page:
			      steps:
			        - work: 50ms
			        - group:
			              before-go:
			                - work: 30ms
			                - try:
			                    - work: 40ms
			                  else:
			                    - return
			              tasks:
			                thumb: "--|"
			                text: "-|"
			        - work: 60ms
			    log: "---|"`},
		{"errors before the first Go, and those of Wait that are dropped", `
			group:
			  kind: zero-errgroup
			  tasks:
			    drops:
			      steps:
			        - group:
			              before-go:
			                - work: 20ms
			                - fail: "no route"
			              tasks:
			                a: "-|"
			          ignore-error: true
			        - work: 10ms
			    spare:
			      group:
			        on-error: "ok"
			        before-go:
			          - work: 1s
			            timeout: 20ms
			          - log: "there"
			        tasks:
			          c: "-^ no"
			    ends:
			      steps:
			        - work: 20ms
			        - group:
			              before-go:
			                - exit: "no config"
			              tasks:
			                b: "-|"`},
		{"rounds before the first Go, and steps behind the last", `
			channels:
			  jobs: 2
			semaphores:
			  db: 1
			group:
			  limit: 2
			  before-go:
			    - send: jobs
			      count: 2
			      blocking: true
			    - close: jobs
			    - acquire: db
			    - range: jobs
			      each:
			        - work: 10ms
			  tasks:
			    a: "--|"
			    b: "-|"
			  before-wait:
			    - release: db
			    - log: "all"`},
		{"tries before the first Go and before Wait", `
			limiters:
			  api: 40ms
			group:
			  before-go:
			    - try:
			        - work: 10ms
			        - fail: "no route"
			      else:
			        - fail: "no connection"
			  tasks:
			    page:
			      group:
			        before-go:
			          - try:
			              - work: 10ms
			              - fail: "no route"
			            else:
			              - return
			        tasks:
			          a: "--|"
			  before-wait:
			    - limit: api
			    - try:
			        - limit: api
			        - work: 30ms
			      else:
			        - log: "no token"
			    - repeat:
			          times: 2
			          steps:
			            - try:
			                - limit: api
			              else:
			                - return
			            - spawn:
			                  b: "--|"`},
		{"a first task that begins later", `
			group:
			  tasks:
			    a: "..--|"
			    b: "...-|"`},
		{"limiters in tasks", `
			limiters:
			  api: { every: 40ms, burst: 2 }
			  disk: 15ms
			group:
			  tasks:
			    a:
			      steps:
			        - limit: api
			        - log: "has one"
			        - work: 5ms
			    b:
			      count: 3
			      steps:
			        - repeat:
			              times: 3
			              steps:
			                - limit: api
			                - work: 7ms
			    late:
			      timeout: 50ms
			      on-cancel: "ok"
			      steps:
			        - limit: disk
			        - limit: api
			    deaf:
			      deaf: true
			      steps:
			        - limit: disk
			        - busy: 1ms
			    tries:
			      steps:
			        - try:
			            - limit: disk
			            - limit: api
			          else:
			            - log: "no token"
			        - busy: 2ms
			    wraps:
			      on-cancel: "wrap wait %w (gave up)"
			      steps:
			        - limit: api`},
		{"a token before each task", `
			limiters:
			  api: 40ms
			group:
			  cancel-at: 90ms
			  before-go:
			    - limit: api
			    - limit: api
			  tasks:
			    b: ">"
			  before-wait:
			    - repeat:
			          times: 4
			          steps:
			            - limit: api
			            - spawn:
			                  a: ">"
			    - log: "done"
			    - limit: api
			    - spawn:
			          c: "--|"`},
		{"a token before a task for each item", `
			channels:
			  jobs: 0
			limiters:
			  api: 40ms
			group:
			  limit: 3
			  tasks:
			    source:
			      closes: [jobs]
			      steps:
			        - send: jobs
			        - send: jobs
			  before-wait:
			    - range: jobs
			      each:
			        - limit: api
			        - spawn:
			              fetch: "--|"`},
		{"wraps with the error anywhere", `
			group:
			  wrap: "fetch %w (gave up after 100%%)"
			  tasks:
			    a:
			      on-cancel: "wrap %w, said a"
			      line: "--|"
			    b:
			      on-cancel: "wrap first"
			      line: "-^ no route"`},
	} {
		t.Run(one.name, func(t *testing.T) {
			wanted := strings.TrimSpace(strings.ReplaceAll("\n"+one.text, "\n\t\t\t", "\n"))
			file := filepath.Join(t.TempDir(), "story.yaml")
			if err := os.WriteFile(file, []byte("title: \"story\"\n"+wanted+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			code, err := exec.Command(program, "code", file, "--lang", "go").CombinedOutput()
			if err != nil {
				t.Fatal(err, string(code))
			}
			text, err := convert("main.go", code, "", io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
				if trimmed := strings.TrimSpace(line); !strings.HasPrefix(trimmed, "#") && !strings.HasPrefix(line, "title: ") &&
					!strings.HasPrefix(line, "about: ") && !strings.HasPrefix(line, "tick: ") {
					got = append(got, line)
				}
			}
			if strings.Join(got, "\n") != wanted {
				t.Errorf("wanted\n%s\ngot\n%s\nof\n%s", wanted, text, code)
			}
			taken(t, text)
		})
	}
}
