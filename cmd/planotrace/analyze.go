package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func analyze(arguments []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("analyze", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { say(stderr, "%s", usage) }
	table := flags.Bool("table", false, "print a table for people instead of JSON")
	if err := flags.Parse(arguments); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitOK
		}
		return exitUsage
	}
	analyzer, err := signals.New(signals.DefaultConfig())
	if err != nil {
		say(stderr, "planotrace: %v\n", err)
		return exitUsage
	}
	p := pipeline{analyzer: analyzer, write: writeJSON}
	if *table {
		p.write = writeTableRow
		if _, err := fmt.Fprintln(stdout, tableHeader); err != nil {
			say(stderr, "planotrace: %v\n", err)
			return exitBadInput
		}
	}
	code := exitOK
	for _, source := range sources(flags.Args(), stdin) {
		bad, err := p.analyzeSource(source, stdout, stderr)
		if err != nil {
			say(stderr, "planotrace: %v\n", err)
		}
		if bad || err != nil {
			code = exitBadInput
		}
	}
	return code
}

// source is an input by its name in messages.
type source struct {
	name string
	open func() (io.ReadCloser, error)
}

func sources(files []string, stdin io.Reader) []source {
	if len(files) == 0 {
		return []source{{"standard input", func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }}}
	}
	all := make([]source, len(files))
	for i, file := range files {
		all[i] = source{file, func() (io.ReadCloser, error) { return os.Open(file) }}
	}
	return all
}

// analyzeSource is bad where a line of the source could not be read.
func (p *pipeline) analyzeSource(s source, stdout, stderr io.Writer) (bad bool, err error) {
	r, err := s.open()
	if err != nil {
		return true, err
	}
	defer func() { _ = r.Close() }()
	badLines := 0
	err = p.run(r, stdout, func(number int, err error) {
		badLines++
		say(stderr, "planotrace: %s:%d: %v\n", s.name, number, err)
	})
	if err != nil {
		err = fmt.Errorf("%s: %w", s.name, err)
	}
	return badLines > 0, err
}
