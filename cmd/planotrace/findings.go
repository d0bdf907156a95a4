package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// findingGroup is a signal and all messages that raised it in the same way.
type findingGroup struct {
	*traceapi.Finding
	messages []int
}

// maxNamedMessages is how many messages a group names.
const maxNamedMessages = 4

// writeFindings writes the signals of a conversation, those that matter most first, equal ones together.
func (t *transcript) writeFindings() {
	groups := groupFindings(t.conversation.Findings)
	if len(groups) == 0 {
		return
	}
	t.line(t.title.Render("What happened"))
	limit := maxSignals
	if t.full {
		limit = len(groups)
	}
	for _, group := range groups[:min(len(groups), limit)] {
		text := t.mark(group.Finding)
		if len(group.messages) > 1 {
			text += fmt.Sprintf(" ×%d", len(group.messages))
		}
		if at := t.at(group.messages); at != "" {
			text += "  " + t.dim.Render(at)
		}
		t.lines("  ", "    ", text+"  "+oneLine(group.Explanation)+t.how(group.Finding))
	}
	if more := len(groups) - limit; more > 0 {
		t.line("  ", t.dim.Render(plural(more, "more signal")+": --full"))
	}
	t.line()
}

func groupFindings(findings []traceapi.Finding) (groups []*findingGroup) {
	type key struct{ signal, tool, explanation string }
	known := map[key]*findingGroup{}
	for i := range findings {
		f := &findings[i]
		k := key{f.Signal, f.Tool, f.Explanation}
		if known[k] == nil {
			known[k] = &findingGroup{Finding: f}
			groups = append(groups, known[k])
		}
		known[k].messages = append(known[k].messages, f.Message)
	}
	slices.SortStableFunc(groups, func(a, b *findingGroup) int { return cmp.Compare(urgency(a.Signal), urgency(b.Signal)) })
	return groups
}

// at names messages by their indices.
func (t *transcript) at(messages []int) string {
	var names []string
	for _, message := range messages {
		if message < 0 {
			continue
		}
		if len(names) == maxNamedMessages {
			return strings.Join(names, " ") + " " + ellipsis
		}
		names = append(names, fmt.Sprintf("#%d", message))
	}
	return strings.Join(names, " ")
}

// mark is a signal as it stands at the message that raised it: what fired, and the words.
func (t *transcript) mark(f *traceapi.Finding) string {
	text := t.signalStyle(f.Signal).Render("⚑ " + strings.TrimSpace(leafWords(f.Signal)+" "+oneLine(f.Tool)))
	if f.Snippet != "" {
		text += " “" + oneLine(f.Snippet) + "”"
	}
	return text
}

// how says by which rule a signal fired, and how sure that is.
func (t *transcript) how(f *traceapi.Finding) string {
	how := notEmpty(oneLine(f.Rule), oneLine(f.Source))
	if f.Confidence > 0 && f.Confidence < 1 {
		how = append(how, percent(f.Confidence)+" sure")
	}
	if f.ComparedWith != nil {
		how = append(how, fmt.Sprintf("like #%d", *f.ComparedWith))
	}
	if len(how) == 0 {
		return ""
	}
	return t.dim.Render(" (" + strings.Join(how, ", ") + ")")
}
