// Go's side of the comparison. It reads lines `name count` and answers each with one number: the nanoseconds that all
// `count` operations took together, or the bytes. Nothing runs in between, so that the other side can measure, too.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"time"
)

// workload measures count operations.
type workload func(count int) float64

var workloads = map[string]workload{}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var name string
		var count int
		if _, err := fmt.Sscan(lines.Text(), &name, &count); err != nil {
			fmt.Println("not a question:", lines.Text())
			continue
		}
		work, ok := workloads[name]
		if !ok {
			fmt.Println("no such workload:", name)
			continue
		}
		runtime.GC()
		fmt.Printf("%.1f\n", work(count))
	}
}

// timed says how many nanoseconds work took.
func timed(work func()) float64 {
	start := time.Now()
	work()
	return float64(time.Since(start).Nanoseconds())
}
