package tracemcp

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// alike is how many spans of one name beside each other are shown before the rest is folded.
const alike = 3

// forest is the spans of a trace by parent: one tree, more where spans are missing.
type forest struct {
	roots      []*traceapi.Span
	children   map[string][]*traceapi.Span
	byID       map[string]*traceapi.Span
	failed     []*traceapi.Span
	troubled   map[string]bool // a span, or one below it, failed
	start, end int64
}

func newForest(trace *traceapi.Trace) *forest {
	f := &forest{
		children: make(map[string][]*traceapi.Span), byID: make(map[string]*traceapi.Span, len(trace.Spans)), troubled: make(map[string]bool),
	}
	for i := range trace.Spans {
		s := &trace.Spans[i]
		f.byID[s.SpanID] = s
		if i == 0 || s.Start < f.start {
			f.start = s.Start
		}
		f.end = max(f.end, s.End)
	}
	for i := range trace.Spans {
		s := &trace.Spans[i]
		if f.byID[s.ParentSpanID] == nil || f.isCycle(s) {
			f.roots = append(f.roots, s)
		} else {
			f.children[s.ParentSpanID] = append(f.children[s.ParentSpanID], s)
		}
		if s.StatusCode == "error" {
			f.failed = append(f.failed, s)
			f.trouble(s)
		}
	}
	f.sortFailed()
	return f
}

func (f *forest) duration() time.Duration { return time.Duration(f.end - f.start) }

// isCycle tells whether a span is its own ancestor and, of those on the circle, the one with the smallest id.
func (f *forest) isCycle(s *traceapi.Span) bool {
	smallest := s.SpanID
	at := f.byID[s.ParentSpanID]
	for steps := 0; at != nil && steps <= len(f.byID); steps++ {
		if at.SpanID == s.SpanID {
			return smallest == s.SpanID
		}
		smallest = min(smallest, at.SpanID)
		at = f.byID[at.ParentSpanID]
	}
	return false
}

func (f *forest) trouble(s *traceapi.Span) {
	for s != nil && !f.troubled[s.SpanID] {
		f.troubled[s.SpanID] = true
		s = f.byID[s.ParentSpanID]
	}
}

// sortFailed puts causes first: those below which nothing else failed.
func (f *forest) sortFailed() {
	isCause := func(s *traceapi.Span) bool {
		for _, child := range f.children[s.SpanID] {
			if f.troubled[child.SpanID] {
				return false
			}
		}
		return true
	}
	slices.SortStableFunc(f.failed, func(a, b *traceapi.Span) int {
		switch causeA, causeB := isCause(a), isCause(b); {
		case causeA == causeB:
			return 0
		case causeA:
			return -1
		}
		return 1
	})
}

// path names a span with those above it.
func (f *forest) path(s *traceapi.Span) string {
	var parts []string
	for at := s; at != nil && len(parts) <= maxPath; at = f.byID[at.ParentSpanID] {
		if len(parts) == maxPath {
			parts = append(parts, "…")
			break
		}
		parts = append([]string{quote(at.Name, nameBytes)}, parts...)
	}
	if n := len(parts); n > maxPath {
		parts = append(parts[n-1:], parts[:n-1]...)
	}
	return strings.Join(parts, " > ")
}

// entry is a line of the tree: a span, or a number of folded ones.
type entry struct {
	span  *traceapi.Span
	depth int
	text  string
}

// write writes the tree and returns how many spans had no room.
func (f *forest) write(full bool, a *answer) (left int) {
	stack := f.entries(nil, f.roots, 0, full)
	shown := make(map[*traceapi.Span]bool, len(f.byID))
	for len(stack) > 0 {
		e := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if e.span == nil {
			a.add(e.text)
			continue
		}
		if shown[e.span] {
			continue
		}
		shown[e.span] = true
		if !a.add(f.line(e.span, e.depth)) {
			left++
		}
		stack = f.entries(stack, f.children[e.span.SpanID], e.depth+1, full)
	}
	return left
}

// entries pushes siblings onto the stack, the first one on top.
func (f *forest) entries(stack []entry, spans []*traceapi.Span, depth int, full bool) []entry {
	begin := len(stack)
	for i := 0; i < len(spans); {
		end := i + 1
		for end < len(spans) && !full && f.alike(spans[i], spans[end]) {
			end++
		}
		for n, s := range spans[i:end] {
			if n == alike {
				stack = append(stack, entry{depth: depth, text: fold(spans[i+n:end], depth)})
				break
			}
			stack = append(stack, entry{span: s, depth: depth})
		}
		i = end
	}
	for i, j := begin, len(stack)-1; i < j; i, j = i+1, j-1 {
		stack[i], stack[j] = stack[j], stack[i]
	}
	return stack
}

func (f *forest) alike(a, b *traceapi.Span) bool {
	return a.Name == b.Name && a.Service == b.Service && !f.troubled[a.SpanID] && !f.troubled[b.SpanID]
}

func fold(spans []*traceapi.Span, depth int) string {
	var took int64
	for _, s := range spans {
		took += s.End - s.Start
	}
	return fmt.Sprintf("%s… %d more like it, %s in all\n", indent(depth), len(spans), length(time.Duration(took)))
}

func (f *forest) line(s *traceapi.Span, depth int) string {
	failed := ""
	if s.StatusCode == "error" {
		failed = " FAILED"
	}
	return fmt.Sprintf("%s+%s %s %s %s %s %s%s\n", indent(depth), length(time.Duration(s.Start-f.start)), quote(s.Name, nameBytes), kindOf(s),
		name(s.Service), length(time.Duration(s.End-s.Start)), name(s.SpanID), failed)
}

func indent(depth int) string { return strings.Repeat(" ", min(depth, maxIndent)) }
