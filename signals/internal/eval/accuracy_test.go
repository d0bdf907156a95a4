package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

var update = flag.Bool("update", false, "write testdata/floors.txt from what is reached now")

const floorsFile = "testdata/floors.txt"

const floorsHeader = `# What "make test" holds the signals to on data/labels.dev.jsonl: F1 per leaf, macro and micro F1, and the precision
# over all. Written with: go test ./signals/internal/eval -run Accuracy -update

`

// margin is how far below what is reached the floors are, so that a change may trade a little of one leaf for
// more of another.
const margin = 0.02

// TestAccuracy fails where a change of rules loses accuracy on the labelled turns.
func TestAccuracy(t *testing.T) {
	a, err := signals.New(signals.DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	scores, err := scoreLabels(a, "../../../data/labels.dev.jsonl", func(*labelledTurn, string) {})
	if err != nil {
		t.Fatal(err)
	}
	names, reached := figures(scores)
	if *update {
		writeFloors(t, names, reached)
	}
	floors := readFloors(t)
	for _, name := range names {
		floor, ok := floors[name]
		switch {
		case !ok:
			t.Errorf("%s: %s has no floor for it; write it with -update", name, floorsFile)
		case reached[name] < floor:
			t.Errorf("%s: %.3f, below its floor of %.3f", name, reached[name], floor)
		}
		delete(floors, name)
	}
	for name := range floors {
		t.Errorf("%s has a floor for %s, which is not measured", floorsFile, name)
	}
}

// figures are what is held, by name, in a fixed order.
func figures(scores *labelScores) (names []string, reached map[string]float64) {
	reached = make(map[string]float64)
	add := func(name string, value float64) {
		names = append(names, name)
		reached[name] = value
	}
	for kind, rows := range rowKindNames {
		c := &scores.all[kind]
		rows = strings.ReplaceAll(rows, " ", "_")
		for leaf, l := range c {
			if l.right+l.missed > 0 {
				add(rows+"/"+signals.Leaf(leaf).String(), l.f1())
			}
		}
		total := micro(c)
		add(rows+"/macro", macro(c))
		add(rows+"/micro", total.f1())
		add(rows+"/precision", total.precision())
	}
	return names, reached
}

func writeFloors(t *testing.T, names []string, reached map[string]float64) {
	t.Helper()
	var b strings.Builder
	b.WriteString(floorsHeader)
	for _, name := range names {
		fmt.Fprintf(&b, "%.3f %s\n", max(0, reached[name]-margin), name)
	}
	if err := os.WriteFile(floorsFile, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFloors(t *testing.T) map[string]float64 {
	t.Helper()
	content, err := os.ReadFile(floorsFile)
	if err != nil {
		t.Fatal(err)
	}
	floors := make(map[string]float64)
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		var floor float64
		var name string
		if _, err := fmt.Sscanf(line, "%f %s", &floor, &name); err != nil {
			t.Fatalf("%s: %q: %v", floorsFile, line, err)
		}
		floors[name] = floor
	}
	return floors
}
