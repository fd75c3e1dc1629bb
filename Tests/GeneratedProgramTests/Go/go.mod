module programs

go 1.25

require (
	golang.org/x/sync v0.20.0
	golang.org/x/time v0.15.0
)
