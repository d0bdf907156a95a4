package main

import (
	"context"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/client"
)

// environment is what a command finds around it.
type environment struct {
	getenv   func(string) string
	now      func() time.Time
	location *time.Location
	// width is how many cells a line has.
	width int
	// coloured is true where the output shows colours.
	coloured bool
	// interactive is true where somebody reads the output and types the input.
	interactive bool
	// pick lets a person choose one of several lines.
	pick func(ctx context.Context, title string, choices []string) (int, error)
	// browse opens a page in the browser.
	browse func(ctx context.Context, url string) error
}

const (
	// unknownWidth is for output that is no terminal.
	unknownWidth = 160
	// narrowest is the least width that output is laid out for.
	narrowest = 40
)

func systemEnvironment(stdin io.Reader, stdout io.Writer) *environment {
	e := &environment{
		getenv: os.Getenv, now: time.Now, location: time.Local, width: unknownWidth, browse: browse,
	}
	e.pick = func(ctx context.Context, title string, choices []string) (int, error) {
		return pick(ctx, stdin, stdout, title, choices)
	}
	terminal, ok := stdout.(*os.File)
	if ok && term.IsTerminal(terminal.Fd()) {
		e.coloured = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		input, ok := stdin.(*os.File)
		e.interactive = ok && term.IsTerminal(input.Fd()) && os.Getenv("TERM") != "dumb"
		if width, _, err := term.GetSize(terminal.Fd()); err == nil && width > 0 {
			e.width = width
		}
	} else if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && columns > 0 {
		e.width = columns
	}
	e.width = max(e.width, narrowest)
	return e
}

// store returns the store to ask. Whoever asks closes it.
func (e *environment) store() (*client.Client, error) {
	store, err := client.FromEnvironment(e.getenv)
	if err != nil {
		return nil, mistake{err}
	}
	return store, nil
}

// time writes a time of nanoseconds for people.
func (e *environment) time(nanoseconds int64, layout string) string {
	return time.Unix(0, nanoseconds).In(e.location).Format(layout)
}
