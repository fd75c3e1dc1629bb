package conformance

import (
	"fmt"
	"math/rand/v2"
)

// generate makes up a scenario. Between any two things that a worker does it sleeps, but after a release, so that at one
// instant there is one cause for all that happens.
func generate(seed uint64) Scenario {
	r := rand.New(rand.NewPCG(seed, 0))
	s := Scenario{ID: fmt.Sprintf("generated-%d", seed), Type: "semaphore"}
	if seed%2 == 1 {
		s.Type = "singleflight"
	}
	for i := range r.IntN(4) {
		c := Ctx{Name: fmt.Sprintf("c%d", i)}
		if r.IntN(2) == 0 {
			c.TimeoutMS = ptr(100 + r.IntN(5000))
		}
		s.Contexts = append(s.Contexts, c)
	}
	if s.Type == "semaphore" {
		s.Size = 1 + r.Int64N(5)
	}
	for i := range 2 + r.IntN(6) {
		w := Worker{Name: fmt.Sprintf("w%d", i), StartMS: 1 + r.IntN(3000)}
		for range 1 + r.IntN(4) {
			if s.Type == "semaphore" {
				w.Steps = append(w.Steps, permits(r, s)...)
			} else {
				w.Steps = append(w.Steps, flights(r, s)...)
			}
		}
		if s.Type == "semaphore" {
			w.Steps = append(w.Steps, nap(r), Step{Op: "release", N: 1000})
		}
		s.Workers = append(s.Workers, w)
	}
	return s
}

func ptr(n int) *int { return &n }

func nap(r *rand.Rand) Step { return Step{Op: "sleep", MS: 1 + r.IntN(2500)} }

func limited(r *rand.Rand, s Scenario, step Step) Step {
	if len(s.Contexts) > 0 && r.IntN(3) == 0 {
		step.Ctx = s.Contexts[r.IntN(len(s.Contexts))].Name
	}
	if r.IntN(3) == 0 {
		step.TimeoutMS = ptr(1 + r.IntN(3000))
		if r.IntN(10) == 0 {
			*step.TimeoutMS = 0
		}
	}
	return step
}

func cancel(r *rand.Rand, s Scenario) []Step {
	if len(s.Contexts) == 0 || r.IntN(4) != 0 {
		return nil
	}
	return []Step{{Op: "cancel", Ctx: s.Contexts[r.IntN(len(s.Contexts))].Name}}
}

func permits(r *rand.Rand, s Scenario) []Step {
	weight := func() int64 {
		if r.IntN(12) == 0 {
			return s.Size + 1
		}
		return 1 + r.Int64N(s.Size)
	}
	take := func() Step {
		if r.IntN(3) == 0 {
			return Step{Op: "try", N: weight()}
		}
		return limited(r, s, Step{Op: "acquire", N: weight()})
	}
	steps := []Step{take(), nap(r)}
	if c := cancel(r, s); c != nil {
		steps = append(steps, c...)
		// Nothing that depends on whether those cancelled have left the line.
		if r.IntN(2) == 0 {
			return append(steps, Step{Op: "release", N: weight()}, nap(r))
		}
		steps = append(steps, nap(r))
	}
	steps = append(steps, Step{Op: "release", N: weight()})
	if r.IntN(3) == 0 {
		steps = append(steps, take())
	}
	return append(steps, nap(r))
}

func flights(r *rand.Rand, s Scenario) []Step {
	keys := []string{"a", "a", "b"}
	step := limited(r, s, Step{
		Op: "call", Key: keys[r.IntN(len(keys))], MS: 1 + r.IntN(4000), Listens: r.IntN(2) == 0,
	})
	if r.IntN(4) == 0 {
		step.Error = fmt.Sprintf("error %d", r.IntN(100))
	}
	steps := []Step{step, nap(r)}
	if c := cancel(r, s); c != nil {
		steps = append(steps, c...)
		steps = append(steps, nap(r))
	}
	if r.IntN(6) == 0 {
		steps = append(steps, Step{Op: "forget", Key: keys[r.IntN(len(keys))]}, nap(r))
	}
	return steps
}
