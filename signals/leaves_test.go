package signals

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/otelcol-plano/otelcol-plano/signals/lexicon"
)

// A leaf that is added to the constants has its row in the table, and the rows do not contradict each other.
func TestEveryLeafIsDescribed(t *testing.T) {
	names := make(map[string]bool)
	type place struct {
		category Category
		looks    evidencePlace
		order    int
	}
	taken := make(map[place]Leaf)
	for leaf := Leaf(0); int(leaf) < LeafCount; leaf++ {
		spec := &leaves[leaf]
		if spec.name == "" || spec.looks == 0 {
			t.Errorf("leaf %d has no row, or one without name or place", leaf)
			continue
		}
		if names[spec.name] {
			t.Errorf("%s is the name of two leaves", leaf)
		}
		names[spec.name] = true
		if want := categories[spec.category].name + "."; len(spec.name) <= len(want) || spec.name[:len(want)] != want {
			t.Errorf("%s is not named after its category", leaf)
		}
		if parsed, err := ParseLeaf(leaf.String()); err != nil || parsed != leaf {
			t.Errorf("%s is read as %v, %v", leaf, parsed, err)
		}
		if spec.says == "" {
			t.Errorf("%s says nothing in a summary", leaf)
		}
		if spec.looks == inCourse {
			continue
		}
		if spec.confidence <= 0 || spec.confidence > 1 || spec.less >= spec.confidence {
			t.Errorf("%s has the confidence %v, or %v", leaf, spec.confidence, spec.less)
		}
		if !hasLexiconFile(t, spec) {
			t.Errorf("%s has no file in the lexicon", leaf)
		}
		at := place{spec.category, spec.looks, spec.order}
		if spec.looks == inResults {
			at.category = 0
		}
		if other, ok := taken[at]; ok || spec.order == 0 {
			t.Errorf("%s and %s have the same order %d", leaf, other, spec.order)
		}
		taken[at] = leaf
	}
}

// hasLexiconFile looks for the phrases of a leaf where it is looked for.
func hasLexiconFile(t *testing.T, spec *leafSpec) bool {
	t.Helper()
	name := spec.name[strings.LastIndexByte(spec.name, '.')+1:]
	files, err := fs.Glob(lexicon.Files, path.Join("*", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(file string) bool {
		return strings.HasPrefix(file, "tool/") == (spec.looks == inResults)
	})
}
