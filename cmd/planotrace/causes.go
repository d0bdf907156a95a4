package main

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const (
	// maxCauses is how many lines name what broke, maxFollowed how many spans are named that failed after it.
	maxCauses, maxFollowed = 5, 4
)

// writeCauses says what broke: the failed spans with no failed span below them in the order in which they began, equal ones
// together, and then what failed because of them.
func (t *traceSheet) writeCauses() {
	type cause struct {
		*node
		times int
	}
	var causes []*cause
	var followed []string
	known := map[string]*cause{}
	for _, n := range t.byStart() {
		if n.failure == "" {
			continue
		}
		if n.caused {
			followed = append(followed, t.service(n)+" ("+n.failure+")")
			continue
		}
		key := n.span.Service + "\x00" + n.span.Name + "\x00" + n.failure
		if c := known[key]; c != nil {
			c.times++
			continue
		}
		known[key] = &cause{n, 1}
		causes = append(causes, known[key])
	}
	if len(causes) == 0 {
		return
	}
	t.line(t.title.Render("What broke"))
	for _, c := range causes[:min(len(causes), maxCauses)] {
		times := ""
		if c.times > 1 {
			times = fmt.Sprintf(" ×%d", c.times)
		}
		offset := t.dim.Render(padLeft(t.offset(c.span), t.offsetWidth))
		head := "  " + t.bad.Render("✗") + " " + offset + "  "
		indent := strings.Repeat(" ", ansi.StringWidth(head))
		t.lines(head, indent, t.service(c.node)+" "+oneLine(c.span.Name)+times)
		t.lines(indent+t.bad.Render("→ "), indent+"  ", t.bad.Render(c.failure))
	}
	if more := len(causes) - maxCauses; more > 0 {
		t.line("  ", t.dim.Render(fmt.Sprintf("and %d more", more)))
	}
	if len(followed) > 0 {
		names := strings.Join(followed[:min(len(followed), maxFollowed)], ", ")
		if more := len(followed) - maxFollowed; more > 0 {
			names += fmt.Sprintf(", and %d more", more)
		}
		t.lines("  "+t.dim.Render("then failed: "), "    ", names)
	}
	t.line()
}
