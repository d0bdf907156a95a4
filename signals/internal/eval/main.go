// Command eval measures the analyzer on labelled data: per leaf on labelled turns, per benchmark on
// trajectories with outcomes, beside the reference run where there is one, and its speed.
//
// The folder given with -data holds labels*.jsonl, conversations*.jsonl,
// trajectories*.jsonl and trajectories*.reference.jsonl; what is missing is left out.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func main() {
	data := flag.String("data", "data", "folder of labelled data")
	verbose := flag.Bool("v", false, "print the labelled turns that are wrong")
	flag.Parse()
	if err := run(*data, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(1)
	}
}

func run(data string, verbose bool) error {
	a, err := signals.New(signals.DefaultConfig())
	if err != nil {
		return err
	}
	for _, part := range []struct {
		pattern string
		eval    func(*signals.Analyzer, string, bool) error
	}{
		{"labels*.jsonl", evalLabels},
		{"conversations*.jsonl", evalConversations},
		{"trajectories*.jsonl", evalTrajectories},
	} {
		files, err := filepath.Glob(filepath.Join(data, part.pattern))
		if err != nil {
			return err
		}
		for _, file := range files {
			if strings.Contains(file, ".reference.") {
				continue
			}
			fmt.Printf("== %s\n", filepath.Base(file))
			if err := part.eval(a, file, verbose); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			fmt.Println()
		}
	}
	return nil
}

// eachLine calls do for every line of a file that is not blank.
func eachLine(file string, do func(line []byte) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<26)
	for n := 1; s.Scan(); n++ {
		if len(s.Bytes()) == 0 {
			continue
		}
		if err := do(s.Bytes()); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return s.Err()
}
