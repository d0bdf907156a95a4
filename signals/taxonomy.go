package signals

import "fmt"

// Leaf is one kind of behavioral signal, the finest grain of the taxonomy.
type Leaf uint8

// Category groups leaves; counts and severities are kept by category.
type Category uint8

// The seven categories, in the order of the taxonomy.
const (
	Misalignment Category = iota
	Stagnation
	Disengagement
	Satisfaction
	Failure
	Loops
	Exhaustion

	// CategoryCount is the number of categories; valid categories are below it.
	CategoryCount = iota
)

// String returns the taxonomy's full name, "interaction.misalignment.correction".
func (l Leaf) String() string {
	if int(l) >= LeafCount {
		return fmt.Sprintf("leaf(%d)", uint8(l))
	}
	return leaves[l].name
}

// Category returns the category that the leaf belongs to.
func (l Leaf) Category() Category { return leaves[l].category }

// ParseLeaf finds a leaf by its full name.
func ParseLeaf(name string) (Leaf, error) {
	for l := range leaves {
		if leaves[l].name == name {
			return Leaf(l), nil
		}
	}
	return 0, fmt.Errorf("unknown signal %q", name)
}

// Exclusive returns the leaves of which a user's message raises one at most, in the order in which they are tried;
// none for a category whose leaves are raised side by side.
func (c Category) Exclusive() []Leaf {
	if !categories[c].once {
		return nil
	}
	return turnLeaves(c)
}

// String returns the layer and the category, "interaction.misalignment".
func (c Category) String() string {
	if int(c) >= CategoryCount {
		return fmt.Sprintf("category(%d)", uint8(c))
	}
	return categories[c].name
}
