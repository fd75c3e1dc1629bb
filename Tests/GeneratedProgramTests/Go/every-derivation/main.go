// Every derivation
package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

func everyDerivation(ctx context.Context) {
	began := time.Now()
	root := context.Background()
	later := context.TODO()
	user := context.WithValue(root, key("user name"), "ada")
	page, cancelPage := context.WithCancel(user)
	defer cancelPage()
	slow, cancelSlow := context.WithDeadlineCause(
		page, began.Add(400*time.Millisecond),
		errors.New("too slow"))
	defer cancelSlow()
	queryParent, cancelQuery := context.WithCancelCause(page)
	defer cancelQuery(nil)
	query, stopQuery := context.WithTimeout(queryParent, 2*time.Second)
	defer stopQuery()
	stopLog := context.AfterFunc(query, func() {
		fmt.Println("log")
	})
	defer stopLog()
	stopNever := context.AfterFunc(later, func() {
		fmt.Println("never")
	})
	defer stopNever()
	stopStopped := context.AfterFunc(page, func() {
		fmt.Println("stopped")
	})
	check(root, "root")
	check(later, "later")
	check(user, "user")
	check(page, "page")
	check(slow, "slow")
	check(query, "query")
	time.Sleep(300 * time.Millisecond)
	stopStopped()
	time.Sleep(200 * time.Millisecond)
	check(slow, "slow")
	time.Sleep(100 * time.Millisecond)
	cancelQuery(errors.New("the user left"))
	last, cancelLast := context.WithTimeout(page, 100*time.Millisecond)
	defer cancelLast()
	audit := context.WithoutCancel(query)
	deep := context.WithValue(audit, key("role"), "admin")
	check(root, "root")
	check(later, "later")
	check(user, "user")
	check(page, "page")
	check(slow, "slow")
	check(query, "query")
	check(last, "last")
	check(audit, "audit")
	check(deep, "deep")
	// Until the last deadline has passed.
	time.Sleep(101 * time.Millisecond)
	check(root, "root")
	check(later, "later")
	check(user, "user")
	check(page, "page")
	check(slow, "slow")
	check(query, "query")
	check(last, "last")
	check(audit, "audit")
	check(deep, "deep")
}

type key string

// check says whether a context is over, and why.
func check(ctx context.Context, name string) {
	fmt.Printf("%s: %v, cause: %v\n", name, ctx.Err(), context.Cause(ctx))
	fmt.Printf("%s: user name = %v\n", name, ctx.Value(key("user name")))
	fmt.Printf("%s: role = %v\n", name, ctx.Value(key("role")))
}

func main() {
	everyDerivation(context.Background())
}
