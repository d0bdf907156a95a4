package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestAUC(t *testing.T) {
	for want, outcomes := range map[float64][]outcome{
		1:     {{solved: true, score: 2}, {score: 1}},
		0:     {{solved: true, score: 1}, {score: 2}},
		0.5:   {{solved: true, score: 1}, {score: 1}},
		0.625: {{solved: true, score: 3}, {solved: true, score: 1}, {score: 2}, {score: 1}},
	} {
		if got := auc(outcomes); got != want {
			t.Errorf("%+v: got %v, want %v", outcomes, got, want)
		}
	}
}

func TestMaybeCountsNeitherWay(t *testing.T) {
	var c [signals.LeafCount]counts
	wrong := compare(&c, []signals.Leaf{signals.Quit, signals.Success}, []signals.Leaf{signals.Gratitude},
		[]signals.Leaf{signals.Quit, signals.Gratitude, signals.Correction})
	if c[signals.Quit].right != 1 || c[signals.Success].missed != 1 || c[signals.Correction].wrong != 1 || c[signals.Gratitude] != (counts{}) {
		t.Errorf("got %+v", c)
	}
	missed := strings.Contains(wrong, "MISSED interaction.satisfaction.success")
	if !missed || !strings.Contains(wrong, "FALSE interaction.misalignment.correction") {
		t.Errorf("got %q", wrong)
	}
}

func TestOneLeafOfAGroup(t *testing.T) {
	got := firstOfGroup([]signals.Leaf{signals.Success, signals.Gratitude, signals.Quit})
	if len(got) != 2 || got[0] != signals.Gratitude || got[1] != signals.Quit {
		t.Errorf("got %v", got)
	}
}

// The committed data can be evaluated, and what is no data is refused with its file and line.
func TestRun(t *testing.T) {
	if err := run("../../../data", false); err != nil {
		t.Error(err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "labels.x.jsonl"), []byte("{}\n{\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(folder, false); err == nil || !strings.Contains(err.Error(), "labels.x.jsonl: line 2: ") {
		t.Errorf("got %v", err)
	}
}
