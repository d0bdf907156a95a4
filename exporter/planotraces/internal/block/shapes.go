package block

import "github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"

// columnBuilder collects the values of a key and a type.
type columnBuilder struct {
	columnKey
	count int
	bits  []uint64
	texts []string
}

type columnKey struct {
	key  string
	kind model.Type
}

// shapeBuilder finds the shapes of spans in a trie whose edges are columns.
type shapeBuilder struct {
	nodes   []node
	edges   map[edge]int
	columns []columnBuilder
	byKey   map[columnKey]int
	shapes  []int // their last nodes
}

// node is the beginning of shapes. The node 0 is the empty one.
type node struct {
	key    string
	kind   model.Type
	column int
	parent int
	// first is the child made last, sibling the one of the same parent made before.
	first, sibling int
	shape          int // with 1 added; 0 is none that ends here
}

type edge struct{ node, column int }

func newShapeBuilder() *shapeBuilder {
	return &shapeBuilder{nodes: make([]node, 1, 64), edges: map[edge]int{}, byKey: map[columnKey]int{}}
}

// add takes the values of a span and returns its shape.
func (b *shapeBuilder) add(attributes []model.Attribute) int {
	at := 0
	for i := range attributes {
		a := &attributes[i]
		at = b.step(at, a)
		c := &b.columns[b.nodes[at].column]
		c.count++
		switch a.Value.Type {
		case model.String, model.Bytes, model.Structured:
			c.texts = append(c.texts, a.Value.Text)
		case model.Int, model.Double, model.Bool:
			c.bits = append(c.bits, a.Value.Bits)
		case model.Empty:
		}
	}
	n := &b.nodes[at]
	if n.shape == 0 {
		b.shapes = append(b.shapes, at)
		n.shape = len(b.shapes)
	}
	return n.shape - 1
}

// maxSiblings is how many children are compared before the map is asked.
const maxSiblings = 8

func (b *shapeBuilder) step(at int, a *model.Attribute) int {
	child := b.nodes[at].first
	for range maxSiblings {
		if child == 0 {
			break
		}
		n := &b.nodes[child]
		if n.kind == a.Value.Type && n.key == a.Key {
			return child
		}
		child = n.sibling
	}
	column := b.column(columnKey{a.Key, a.Value.Type})
	if child, ok := b.edges[edge{at, column}]; ok {
		return child
	}
	b.nodes = append(b.nodes, node{key: a.Key, kind: a.Value.Type, column: column, parent: at, sibling: b.nodes[at].first})
	child = len(b.nodes) - 1
	b.nodes[at].first = child
	b.edges[edge{at, column}] = child
	return child
}

func (b *shapeBuilder) column(key columnKey) int {
	if at, ok := b.byKey[key]; ok {
		return at
	}
	b.columns = append(b.columns, columnBuilder{columnKey: key})
	b.byKey[key] = len(b.columns) - 1
	return len(b.columns) - 1
}

// columnsOf returns a shape's columns.
func (b *shapeBuilder) columnsOf(shape int) []int {
	var columns []int
	for at := b.shapes[shape]; at != 0; at = b.nodes[at].parent {
		columns = append(columns, b.nodes[at].column)
	}
	for i, j := 0, len(columns)-1; i < j; i, j = i+1, j-1 {
		columns[i], columns[j] = columns[j], columns[i]
	}
	return columns
}
