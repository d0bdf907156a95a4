package signals

import "testing"

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
		if spec.name == "" || spec.looks == 0 || names[spec.name] {
			t.Errorf("leaf %d: %+v", leaf, *spec)
		}
		names[spec.name] = true
		if want := categories[spec.category].name + "."; len(spec.name) <= len(want) || spec.name[:len(want)] != want {
			t.Errorf("%s is not named after its category", leaf)
		}
		if parsed, err := ParseLeaf(leaf.String()); err != nil || parsed != leaf {
			t.Errorf("%s is read as %v, %v", leaf, parsed, err)
		}
		if spec.looks == inCourse {
			continue
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
