package main

import "time"

type configuration struct {
	name    string
	limit   int
	retries int
	timeout time.Duration
	strict  bool
}

type option func(*configuration)

func named(name string) option          { return func(c *configuration) { c.name = name } }
func limited(limit int) option          { return func(c *configuration) { c.limit = limit } }
func retrying(times int) option         { return func(c *configuration) { c.retries = times } }
func within(limit time.Duration) option { return func(c *configuration) { c.timeout = limit } }
func strict(yes bool) option            { return func(c *configuration) { c.strict = yes } }

//go:noinline
func configured(options ...option) *configuration {
	c := &configuration{}
	for _, apply := range options {
		apply(c)
	}
	return c
}

var keptConfiguration *configuration

func init() {
	workloads["options"] = func(count int) float64 {
		return timed(func() {
			for i := range count {
				keptConfiguration = configured(
					named("dashboard"), limited(i), retrying(i), within(time.Second), strict(true))
			}
		})
	}
}
