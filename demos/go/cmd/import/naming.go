package main

import (
	"go/ast"
	"strings"
)

// mainCall is the name of the first call in a body that does its work: none that logs, waits, or gives something back.
func (r *reader) mainCall(body *ast.BlockStmt) string {
	if known, ok := r.mainCalls[body]; ok {
		return known
	}
	found := ""
	// What gets a context is more likely what the task is for.
	for pass := range 4 {
		// What its goroutines do comes after what it does itself.
		isContextual, isOwn := pass%2 == 0, pass < 2
		ast.Inspect(body, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.DeferStmt:
				return false
			case *ast.GoStmt:
				if isOwn {
					return false
				}
			}
			call, ok := n.(*ast.CallExpr)
			if !ok || found != "" || isContextual && !r.getsContext(call) {
				return found == ""
			}
			switch whole := name(call.Fun); {
			case isContextual && r.requests(call) != "":
				found = r.requests(call)
			case isLogging(strings.ToLower(owner(whole)), last(whole)), last(whole) == "Handle" || last(whole) == "HandleFunc":
				return false
			case r.takesToken(call):
				return false
			case last(whole) == "Run" || last(whole) == "Start":
				found = r.runner(call)
			case isWork(whole):
				found = last(whole)
			}
			return true
		})
	}
	if found == "" {
		// Nothing but what ends something else.
		ast.Inspect(body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && found == "" {
				whole := name(call.Fun)
				if called := last(whole); (called == "Close" || called == "Stop") && whole != called {
					found = called + "-" + last(strings.TrimSuffix(whole, "."+called))
				}
			}
			return found == ""
		})
	}
	if found == "" {
		// Nothing but a channel.
		ast.Inspect(body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SendStmt:
				if to := last(name(n.Chan)); to != "" && found == "" {
					found = "send-" + to
				}
			case *ast.RangeStmt:
				if from := last(name(n.X)); from != "" && found == "" && r.channelAt(n.X) != nil {
					found = "range-" + from
				}
			}
			return found == ""
		})
	}
	r.mainCalls[body] = found
	return found
}

// getsContext says whether a call has a context among its arguments, as far as names say.
func (r *reader) getsContext(call *ast.CallExpr) bool {
	if r.requests(call) != "" {
		return true
	}
	for _, argument := range call.Args {
		named, ok := argument.(*ast.Ident)
		if ok && (r.context(named) != nil || strings.HasPrefix(strings.ToLower(named.Name), "req") || strings.HasSuffix(strings.ToLower(named.Name), "ctx")) {
			return true
		}
	}
	return false
}

// runner is the name of what runs: api.Run, NewWriter(…).Run.
func (r *reader) runner(call *ast.CallExpr) string {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || r.isImported(selector.X) {
		return last(name(call.Fun))
	}
	if made, ok := selector.X.(*ast.CallExpr); ok {
		if found := strings.TrimPrefix(last(name(made.Fun)), "New"); found != "" {
			return found
		}
	}
	if owner := last(name(selector.X)); len(owner) > 2 {
		return owner
	}
	return selector.Sel.Name
}

// owner is the name before the last one: logger for s.logger.Info.
func owner(whole string) string {
	return last(strings.TrimSuffix(strings.TrimSuffix(whole, last(whole)), "."))
}

// isWork says whether what is called by a name may be what a task is for.
func isWork(whole string) bool {
	called := last(whole)
	lower := strings.ToLower(called)
	pkg, _, _ := strings.Cut(whole, ".")
	switch {
	case whole == "" || isPredeclared(whole) || isBuiltin(called) || isGroupMethod(called) || isLogging(strings.ToLower(owner(whole)), called):
		return false
	case strings.HasSuffix(called, "AfterFunc") || strings.HasPrefix(called, "With") || called == "Notify" || called == "NewTicker":
		return false
	case asks(called):
		return false
	case strings.Contains(lower, "backoff") || strings.Contains(lower, "sleep"):
		return false
	case strings.HasSuffix(lower, "cancel") || strings.HasPrefix(lower, "cancel"):
		return false
	}
	switch pkg {
	case "fmt", "errors", "context", "time", "log", "slog", "errgroup", "path", "strings", "strconv", "atomic", "http", "cmp", "sort", "bytes", "rate":
		if whole != pkg && !strings.HasPrefix(called, "ListenAndServe") {
			return false
		}
	}
	switch lower {
	case "tick", "done", "err", "close", "stop", "sleep", "end", "start", "finish", "lock", "unlock", "rlock", "runlock", "acquire", "tryacquire",
		"str", "string", "release", "forget", "do", "join", "base", "rel", "abs", "ext", "clean", "since", "now", "cause", "func":
		return false
	}
	return true
}

// asks says whether a name is that of a question: IsEmpty, HasNext, FromToday.
func asks(called string) bool {
	for _, word := range []string{"Is", "is", "Has", "has", "From", "Should", "should", "Can"} {
		rest, ok := strings.CutPrefix(called, word)
		if ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' {
			return true
		}
	}
	return false
}

// isLogging says whether a call logs: log.Printf, logger.Info, s.log.Warn, log.Error().Msg.
func isLogging(owner, called string) bool {
	if owner == "log" || owner == "slog" || strings.HasSuffix(owner, "logger") || strings.HasSuffix(owner, "log") {
		return true
	}
	switch called {
	case "Info", "Infof", "Infow", "Debug", "Debugf", "Debugw", "Warn", "Warnf", "Warnw", "Errorf", "Errorw", "Trace", "Tracef", "Printf",
		"Println", "Print", "Msg", "Msgf", "Log", "Logf", "Infoln", "Warning", "Warningf", "WithField", "WithFields", "WithError", "Fatal",
		"Fatalf", "Fatalln":
		return true
	}
	return false
}
