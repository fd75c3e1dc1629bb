// Command compare compares two recordings of the same story: one of cascade's, and one of a Go program.
//
//	cascade run first-failure --json > ours.jsonl
//	compare ours.jsonl go.jsonl
//
// It exits with 0 where they say the same, with 1 where they differ, and with 2 where it can't read one.
package main

import (
	"fmt"
	"os"

	"cascade.example/go/internal/compare"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: compare CASCADE.jsonl GO.jsonl")
		os.Exit(2)
	}
	ours, theirs := compare.Alike(read(os.Args[1]), read(os.Args[2]))
	result := compare.Compare(ours, theirs)
	for _, difference := range result.Scheduler {
		fmt.Println("the scheduler:", difference)
	}
	for _, difference := range result.Rules {
		fmt.Println(difference)
	}
	if len(result.Rules) > 0 {
		os.Exit(1)
	}
	fmt.Printf("same: %d events\n", result.Events)
}

func read(path string) []compare.Event {
	data, err := os.ReadFile(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	events, err := compare.Read(data)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", path, err)
		os.Exit(2)
	}
	return compare.Plain(events)
}
