module conformance

go 1.25

require golang.org/x/sync v0.20.0
