package main

import (
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// node is a span in the tree of its trace.
type node struct {
	span     *traceapi.Span
	children []*node
	// failure says in words what failed; empty where nothing did.
	failure string
	// caused is true where a span below it failed, too.
	caused bool
	// guide are the lines of the tree in front of the span, below those in front of what belongs to it.
	guide, below string
}

// spanTree returns the spans in the order of a tree: each before those below it, siblings in the order in which they began.
// Spans without a parent among them are roots, and of spans that are each other's parents the first one is.
func spanTree(spans []traceapi.Span) []*node {
	nodes := make([]*node, len(spans))
	byID := make(map[string]*node, len(spans))
	for i := range spans {
		nodes[i] = &node{span: &spans[i], failure: failureOf(&spans[i])}
	}
	slices.SortStableFunc(nodes, func(a, b *node) int { return int(min(max(a.span.Start-b.span.Start, -1), 1)) })
	for _, n := range nodes {
		if _, ok := byID[n.span.SpanID]; !ok && n.span.SpanID != "" {
			byID[n.span.SpanID] = n
		}
	}
	var roots []*node
	for _, n := range nodes {
		if parent := byID[n.span.ParentSpanID]; parent != nil && parent != n {
			parent.children = append(parent.children, n)
		} else {
			roots = append(roots, n)
		}
	}
	ordered := make([]*node, 0, len(nodes))
	seen := make(map[*node]bool, len(nodes))
	for _, root := range roots {
		ordered = descend(ordered, seen, root)
	}
	for _, n := range nodes {
		ordered = descend(ordered, seen, n)
	}
	return ordered
}

// deepest is how many levels are drawn; what is deeper is drawn there, too.
const deepest = 24

// descend appends a span and all below it, and draws the lines in front of them.
func descend(ordered []*node, seen map[*node]bool, root *node) []*node {
	type step struct {
		*node
		parent *node
		level  int
		last   bool
	}
	todo := []step{{node: root}}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[at.node] {
			continue
		}
		seen[at.node] = true
		switch {
		case at.parent == nil:
		case at.level > deepest:
			at.guide, at.below = at.parent.guide, at.parent.below
		case at.last:
			at.guide, at.below = at.parent.below+"└─ ", at.parent.below+"   "
		default:
			at.guide, at.below = at.parent.below+"├─ ", at.parent.below+"│  "
		}
		ordered = append(ordered, at.node)
		for i, child := range slices.Backward(at.children) {
			todo = append(todo, step{child, at.node, at.level + 1, i == len(at.children)-1})
		}
	}
	return ordered
}

// markCauses marks spans that failed after one below them had failed. The spans are in the order of spanTree.
func markCauses(ordered []*node) {
	failed := make(map[*node]bool, len(ordered))
	for _, n := range slices.Backward(ordered) {
		for _, child := range n.children {
			n.caused = n.caused || failed[child]
		}
		failed[n] = n.caused || n.failure != ""
	}
}

// isPlanoProxy is true for the spans of Plano's proxies, which have many attributes of which few matter.
func isPlanoProxy(service string) bool {
	service = strings.ToLower(service)
	return strings.Contains(service, "inbound") || strings.Contains(service, "outbound")
}
