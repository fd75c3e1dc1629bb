package conformance

func worker(name string, start int, steps ...Step) Worker { return Worker{name, start, steps} }
func sleep(ms int) Step                                   { return Step{Op: "sleep", MS: ms} }
func acquire(n int64) Step                                { return Step{Op: "acquire", N: n} }
func try(n int64) Step                                    { return Step{Op: "try", N: n} }
func release(n int64) Step                                { return Step{Op: "release", N: n} }
func end(ctx string) Step                                 { return Step{Op: "cancel", Ctx: ctx} }
func call(key string, ms int) Step                        { return Step{Op: "call", Key: key, MS: ms} }
func forget(key string) Step                              { return Step{Op: "forget", Key: key} }

func (s Step) in(ctx string) Step      { s.Ctx = ctx; return s }
func (s Step) within(ms int) Step      { s.TimeoutMS = &ms; return s }
func (s Step) failing(err string) Step { s.Error = err; return s }
func (s Step) listening() Step         { s.Listens = true; return s }

// hold takes permits for a while.
func hold(n int64, ms int) []Step { return []Step{acquire(n), sleep(ms), release(n)} }

func permitsCase(id, note string, size int64, contexts []Ctx, workers ...Worker) Scenario {
	return Scenario{id, "semaphore", note, size, contexts, workers}
}

func flightCase(id, note string, contexts []Ctx, workers ...Worker) Scenario {
	return Scenario{id, "singleflight", note, 0, contexts, workers}
}

func shared(names ...string) (contexts []Ctx) {
	for _, name := range names {
		contexts = append(contexts, Ctx{Name: name})
	}
	return contexts
}

func curated() []Scenario {
	return []Scenario{
		permitsCase("sem-free", "free permits are taken at once", 2, nil,
			worker("a", 1, hold(1, 100)...), worker("b", 2, hold(1, 50)...)),
		permitsCase("sem-waits", "a third caller waits for the first release", 2, nil,
			worker("a", 1, hold(1, 100)...), worker("b", 2, hold(1, 50)...), worker("c", 3, hold(1, 10)...)),
		permitsCase("sem-order", "callers are served in the order in which they came", 1, nil,
			worker("a", 1, hold(1, 100)...), worker("b", 4, hold(1, 10)...), worker("c", 2, hold(1, 20)...),
			worker("d", 3, hold(1, 30)...)),
		permitsCase("sem-big-blocks-small", "a big request at the head blocks a small one that would fit", 3, nil,
			worker("a", 1, hold(2, 100)...), worker("big", 2, hold(2, 50)...), worker("small", 3, hold(1, 10)...)),
		permitsCase("sem-try-behind-big", "try fails while a caller waits, though a permit is free", 3, nil,
			worker("a", 1, hold(2, 100)...), worker("big", 2, hold(2, 50)...), worker("try", 3, try(1), sleep(200), try(1))),
		permitsCase("sem-big-gives-up", "a big request that gives up lets the small ones behind it through", 3, nil,
			worker("a", 1, hold(2, 100)...), worker("big", 2, acquire(2).within(40)), worker("small", 3, hold(1, 10)...)),
		permitsCase("sem-middle-gives-up", "one in the middle that gives up changes nothing for the others", 2, nil,
			worker("a", 1, hold(2, 100)...), worker("b", 2, hold(2, 10)...), worker("c", 3, acquire(1).within(20)),
			worker("d", 4, hold(1, 10)...)),
		permitsCase("sem-too-big", "more than there are: waits until the context is over, and blocks no other", 2, nil,
			worker("big", 1, acquire(3).within(500)), worker("b", 2, hold(2, 100)...), worker("c", 3, hold(1, 100)...)),
		permitsCase("sem-too-big-for-ever", "more than there are, in a context that doesn't end", 2, nil,
			worker("big", 1, acquire(3)), worker("b", 2, hold(2, 100)...)),
		permitsCase("sem-done-free", "a context that is over gets no permit, though one is free", 1, shared("x"),
			worker("a", 1, end("x"), acquire(1).in("x"), sleep(1), try(1))),
		permitsCase("sem-done-expired", "the same after a timeout of nothing", 1, nil,
			worker("a", 1, acquire(1).within(0), sleep(1), try(1))),
		permitsCase("sem-done-waiting", "a context that is over doesn't join the line", 1, shared("x"),
			worker("a", 1, hold(1, 100)...), worker("b", 2, end("x"), sleep(1), acquire(1).in("x")),
			worker("c", 20, hold(1, 10)...)),
		permitsCase("sem-cancelled-all", "one context ends the wait of several", 1, shared("x"),
			worker("a", 1, hold(1, 100)...), worker("b", 2, acquire(1).in("x")), worker("c", 3, acquire(1).in("x")),
			worker("d", 4, hold(1, 10)...), worker("e", 50, end("x"))),
		permitsCase("sem-cancel-and-release", "a permit that comes with the end of the context goes to the next", 1, shared("x"),
			worker("a", 1, acquire(1), sleep(100), end("x"), release(1)), worker("b", 2, acquire(1).in("x")),
			worker("c", 3, hold(1, 10)...)),
		permitsCase("sem-release-and-cancel", "the same the other way round: the end still goes first", 1, shared("x"),
			worker("a", 1, acquire(1), sleep(100), release(1), end("x")), worker("b", 2, acquire(1).in("x")),
			worker("c", 3, hold(1, 10)...)),
		permitsCase("sem-release-and-cancel-two", "of two served together one is over", 2, shared("x"),
			worker("a", 1, acquire(2), sleep(100), release(2), end("x")), worker("b", 2, acquire(1).in("x")),
			worker("c", 3, hold(1, 10)...), worker("d", 4, hold(1, 20)...)),
		permitsCase("sem-release-serves-several", "one release serves as many as fit", 4, nil,
			worker("a", 1, hold(4, 100)...), worker("b", 2, hold(1, 10)...), worker("c", 3, hold(2, 20)...),
			worker("d", 4, hold(2, 30)...)),
		permitsCase("sem-parts", "permits that are given back one by one", 3, nil,
			worker("a", 1, acquire(3), sleep(10), release(1), sleep(10), release(1), sleep(10), release(1)),
			worker("b", 2, hold(2, 5)...), worker("c", 3, hold(1, 7)...)),
		permitsCase("sem-release-try", "a release serves the line before the same worker tries", 1, nil,
			worker("a", 1, acquire(1), sleep(10), release(1), try(1)), worker("b", 2, hold(1, 20)...)),
		permitsCase("sem-release-acquire", "a release serves the line before the same worker asks again", 1, nil,
			worker("a", 1, acquire(1), sleep(10), release(1), acquire(1), sleep(10), release(1)),
			worker("b", 2, hold(1, 20)...)),
		permitsCase("sem-read-write", "readers and a writer", 3, nil,
			worker("r1", 1, hold(1, 30)...), worker("r2", 2, hold(1, 50)...), worker("writer", 3, hold(3, 20)...),
			worker("r3", 4, hold(1, 10)...), worker("r4", 5, hold(1, 15)...)),
		permitsCase("sem-zero", "a request for nothing succeeds, and waits behind the others", 1, nil,
			worker("a", 1, hold(1, 30)...), worker("b", 2, acquire(0)), worker("c", 3, hold(1, 10)...),
			worker("d", 4, acquire(0)), worker("e", 5, try(0))),
		permitsCase("sem-none", "of no permits only nothing can be had", 0, nil,
			worker("a", 1, acquire(0), sleep(1), try(0), sleep(1), try(1), sleep(1), acquire(1).within(20))),
		permitsCase("sem-self", "a worker that holds all and asks for more waits for itself", 1, nil,
			worker("a", 1, acquire(1), sleep(1), acquire(1).within(50), sleep(1), release(1), sleep(1), try(1))),
		permitsCase("sem-nested-timeout", "the earlier of two limits ends the wait", 1, []Ctx{{"x", ptr(30)}},
			worker("a", 1, hold(1, 100)...), worker("b", 2, acquire(1).in("x").within(300)),
			worker("c", 3, acquire(1).in("x").within(11))),

		flightCase("sf-alone", "one caller: not shared", nil, worker("a", 1, call("k", 10))),
		flightCase("sf-joined", "three callers, one call", nil,
			worker("a", 1, call("k", 100)), worker("b", 20, call("k", 7)), worker("c", 50, call("k", 7))),
		flightCase("sf-after", "no cache: the next caller starts a call", nil,
			worker("a", 1, call("k", 10)), worker("b", 20, call("k", 10))),
		flightCase("sf-keys", "different keys have nothing to do with each other", nil,
			worker("a", 1, call("k", 100)), worker("b", 20, call("l", 7)), worker("c", 50, call("k", 7))),
		flightCase("sf-error", "all get the same error", nil,
			worker("a", 1, call("k", 100).failing("bad")), worker("b", 20, call("k", 7))),
		flightCase("sf-error-after", "an error isn't kept either", nil,
			worker("a", 1, call("k", 10).failing("bad"), sleep(5), call("k", 7))),
		flightCase("sf-forget", "after a forget the next caller starts a call, and both end for their own", nil,
			worker("a", 1, call("k", 100)), worker("b", 20, call("k", 7)), worker("c", 30, forget("k")),
			worker("d", 40, call("k", 100)), worker("e", 50, call("k", 7))),
		flightCase("sf-forget-first-ends", "the end of a forgotten call doesn't touch the newer one", nil,
			worker("a", 1, call("k", 100)), worker("b", 30, forget("k")), worker("c", 40, call("k", 100)),
			worker("d", 120, call("k", 7))),
		flightCase("sf-forget-nothing", "forgetting what isn't there", nil,
			worker("a", 1, forget("k"), sleep(1), call("k", 10))),
		flightCase("sf-joiner-leaves", "a joiner whose time is over leaves; the first goes on, and the result counts as shared", nil,
			worker("a", 1, call("k", 100).listening()), worker("b", 20, call("k", 7).within(30))),
		flightCase("sf-first-leaves", "the first caller leaves; its call goes on for the others", nil,
			worker("a", 1, call("k", 100).listening().within(30)), worker("b", 20, call("k", 7))),
		flightCase("sf-first-cancelled", "the same by a cancel", shared("x"),
			worker("a", 1, call("k", 100).listening().in("x")), worker("b", 20, call("k", 7)), worker("c", 40, end("x"))),
		flightCase("sf-last-leaves", "the last one leaves: the call is told", nil,
			worker("a", 1, call("k", 100).listening().within(30)), worker("b", 20, call("k", 7).within(60))),
		flightCase("sf-all-leave", "one context ends the wait of all: the call is told", shared("x"),
			worker("a", 1, call("k", 100).listening().in("x")), worker("b", 20, call("k", 7).in("x")),
			worker("c", 40, end("x"))),
		flightCase("sf-last-leaves-deaf", "a call that doesn't look goes on for nobody; the next caller starts another", nil,
			worker("a", 1, call("k", 100).within(30)), worker("b", 50, call("k", 100)), worker("c", 110, call("k", 7))),
		flightCase("sf-last-leaves-again", "the next caller doesn't get what was cancelled", nil,
			worker("a", 1, call("k", 100).listening().within(30)), worker("b", 50, call("k", 10).listening())),
		flightCase("sf-forgotten-leaves", "the last one leaves a forgotten call: the newer one isn't touched", nil,
			worker("a", 1, call("k", 100).listening().within(60)), worker("b", 30, forget("k")),
			worker("c", 40, call("k", 100).listening()), worker("d", 90, call("k", 7))),
		flightCase("sf-done", "a context that is over starts nothing", shared("x"),
			worker("a", 1, end("x"), call("k", 10).in("x")), worker("b", 5, call("k", 10))),
		flightCase("sf-done-joins", "a context that is over joins nothing", nil,
			worker("a", 1, call("k", 100)), worker("b", 20, call("k", 7).within(0))),
		flightCase("sf-no-deadline", "the call doesn't have its first caller's deadline", []Ctx{{"x", ptr(50)}},
			worker("a", 1, call("k", 100).listening().in("x")), worker("b", 20, call("k", 7))),
		flightCase("sf-again", "a worker that asks again after it left joins the call that others wait for", nil,
			worker("a", 1, call("k", 200).within(30), sleep(10), call("k", 7)), worker("b", 20, call("k", 7))),
	}
}
