package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
)

const (
	// maxMessageLines and maxMessageBytes are how much of a message is shown without --full.
	maxMessageLines = 8
	maxMessageBytes = 1200
	// marginCells is what the index and the role take in front of a message.
	marginCells = 16
	// maxArgumentCells is how much of a call's arguments stands beside its result.
	maxArgumentCells = 60
)

// writeMessage writes the message at an index of messages, a call with its result, and the signals that it raised.
func (t *transcript) writeMessage(i int) {
	m := &t.messages[i]
	t.enterLoop(m.Index)
	role, style := t.role(m)
	margin := t.edge() + t.dim.Render(padLeft(strconv.Itoa(m.Index), 4)) + "  " + style.Render(pad(role, marginCells-6))
	indent := t.edge() + strings.Repeat(" ", marginCells)
	switch m.Role {
	case traceapi.RoleToolCall:
		t.writeCall(margin, indent, i)
	case traceapi.RoleToolResult:
		if m.Tool != "" {
			margin += oneLine(m.Tool) + " "
		}
		t.line(margin, t.outcome(m, t.width-ansi.StringWidth(margin)))
		t.writeResult(indent, m)
	default:
		t.writeSaid(margin, indent, m)
	}
	t.writeMarks(indent, t.marks(i))
}

// marks are the signals that a message raised; those of a call with those of its result, and of the calls folded into it, each
// once.
func (t *transcript) marks(i int) []traceapi.Finding {
	found := slices.Clone(t.findings[t.messages[i].Index])
	if result := t.resultOf(i); result != nil {
		found = append(found, t.findings[result.Index]...)
	}
	for _, folded := range t.folded[i] {
		for _, f := range t.marks(folded) {
			if !slices.ContainsFunc(found, func(known traceapi.Finding) bool { return known.Signal == f.Signal }) {
				found = append(found, f)
			}
		}
	}
	return found
}

// writeMarks writes signals below the message that raised them.
func (t *transcript) writeMarks(indent string, found []traceapi.Finding) {
	for i := range found {
		text := t.mark(&found[i])
		if t.full {
			text += "  " + oneLine(found[i].Explanation) + t.how(&found[i])
		}
		t.lines(indent, indent+"  ", text)
	}
}

// role is who speaks.
func (t *transcript) role(m *traceapi.Message) (string, paint) {
	switch m.Role {
	case traceapi.RoleUser:
		return "user", t.bold
	case traceapi.RoleAssistant:
		return "assistant", t.services[0]
	case traceapi.RoleToolCall:
		return "call", t.dim
	case traceapi.RoleToolResult:
		return "result", t.dim
	default:
		return oneLine(m.Role), t.dim
	}
}

// writeSaid writes what a person or a model said.
func (t *transcript) writeSaid(margin, indent string, m *traceapi.Message) {
	lines, left := t.shownLines(m.Text, m.TextBytes, ansi.StringWidth(indent))
	for _, a := range m.Attachments {
		size := ""
		if a.Bytes > 0 {
			size = ", " + short(int64(a.Bytes)) + "B"
		}
		lines = append(lines, t.dim.Render("["+oneLine(a.Type)+size+"]"))
	}
	if len(lines) == 0 {
		lines = []string{t.dim.Render("(empty)")}
	}
	for j, line := range lines {
		if j == 0 {
			t.line(margin, line)
		} else {
			t.line(indent, line)
		}
	}
	if left > 0 {
		t.line(indent, t.dim.Render("… "+plural(left, "byte")+" more: --full"))
	}
	if facts := answerFacts(m); facts != "" && t.full {
		t.line(indent, t.dim.Render(facts))
	}
}

// shownLines lays out a text, and says how many bytes of it are not shown.
func (t *transcript) shownLines(text string, whole, margin int) (lines []string, left int) {
	size := max(len(text), whole)
	if !t.full {
		text = truncate.Bytes(text, maxMessageBytes)
	}
	shown := len(text)
	if strings.TrimSpace(text) == "" {
		return nil, size - shown
	}
	for _, line := range manyLines(text) {
		lines = append(lines, wrap(line, t.width-margin)...)
	}
	if !t.full && len(lines) > maxMessageLines {
		kept := len(strings.Join(lines[:maxMessageLines], "\n"))
		return lines[:maxMessageLines], max(size-min(kept, shown), 1)
	}
	return lines, size - shown
}

func answerFacts(m *traceapi.Message) string {
	facts := notEmpty(oneLine(m.Model))
	if m.Tokens != nil {
		facts = append(facts, fmt.Sprintf("%s in, %s out", short(m.Tokens.Input), short(m.Tokens.Output)))
	}
	if m.DurationNS > 0 {
		facts = append(facts, lasting(m.DurationNS))
	}
	return strings.Join(facts, " · ")
}

// writeCall writes a call and its result in one line; with --full the result below it.
func (t *transcript) writeCall(margin, indent string, i int) {
	m, result := &t.messages[i], t.resultOf(i)
	arguments := oneLine(m.Arguments)
	if !t.full {
		arguments = cut(callArguments(m.Arguments), min(maxArgumentCells, max(t.width/3, 10)))
	}
	call := t.bold.Render(oneLine(m.Tool)) + t.dim.Render("(") + arguments + t.dim.Render(")") + "  "
	if same := len(t.folded[i]); same > 0 {
		call += t.warn.Render(fmt.Sprintf("×%d ", same+1))
	}
	switch {
	case result == nil:
		t.lines(margin, indent, call+t.dim.Render("no result"))
	case t.full:
		t.lines(margin, indent, call+t.outcome(result, t.width))
		t.writeResult(indent, result)
	default:
		t.line(margin, call, t.outcome(result, t.width-ansi.StringWidth(margin+call)))
	}
}

// leastOutcome is from how many cells on an outcome says how long it took.
const leastOutcome = 16

// outcome is what became of a call, in so many cells: whether it failed, with what text, and how long it took.
func (t *transcript) outcome(result *traceapi.Message, cells int) string {
	mark, style := t.good.Render("✓"), t.dim
	if t.failed(result) {
		mark, style = t.bad.Render("✗"), t.bad
	}
	took := ""
	if result.DurationNS > 0 && cells >= leastOutcome {
		took = "  " + milliseconds(result.DurationNS)
	}
	text := ""
	if !t.full {
		text = cut(" "+oneLine(result.Text), cells-1-ansi.StringWidth(took))
	}
	return mark + style.Render(text) + t.dim.Render(took)
}

// writeResult writes a result in full.
func (t *transcript) writeResult(indent string, result *traceapi.Message) {
	if !t.full {
		return
	}
	lines, _ := t.shownLines(result.Text, result.TextBytes, ansi.StringWidth(indent))
	for _, line := range lines {
		t.line(indent, t.dim.Render(line))
	}
}
