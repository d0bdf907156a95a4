package main

import (
	"fmt"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// transcript is a conversation that is being written.
type transcript struct {
	*sheet
	env          *environment
	conversation *traceapi.Conversation
	messages     []traceapi.Message
	full         bool
	// findings are the signals by the messages that raised them.
	findings map[int][]traceapi.Finding
	// results are the indices in messages of the results of calls, by the indices of the calls; answered are those results, and
	// the calls that are folded: what is shown with an earlier message.
	results  map[int]int
	answered map[int]bool
	// folded are the calls that are shown with an earlier one, by its index in messages.
	folded map[int][]int
	// loop is the loop that the last message belonged to; nil for none.
	loop *traceapi.Loop
}

func newTranscript(e *environment, c *traceapi.Conversation, messages []traceapi.Message, full bool) *transcript {
	t := &transcript{
		sheet: e.sheet(), env: e, conversation: c, messages: messages, full: full,
		findings: map[int][]traceapi.Finding{}, results: map[int]int{}, answered: map[int]bool{},
		folded: map[int][]int{},
	}
	for _, f := range c.Findings {
		t.findings[f.Message] = append(t.findings[f.Message], f)
	}
	t.pairCalls()
	t.foldRounds()
	return t
}

func (t *transcript) write() {
	t.writeFacts()
	t.writeFindings()
	t.writeScore()
	if t.full {
		t.writeInstructions()
	}
	t.line(t.title.Render("Transcript"))
	if len(t.messages) == 0 {
		t.lines("  ", "  ", noMessages(t.conversation))
	}
	for i := range t.messages {
		if i > 0 && t.messages[i].Index > t.messages[i-1].Index+1 {
			hidden := t.messages[i].Index - t.messages[i-1].Index - 1
			t.line(t.dim.Render("      … " + plural(hidden, "message") + " left out: --full shows all"))
		}
		if !t.answered[i] {
			t.writeMessage(i)
		}
	}
	t.endLoop()
}

func noMessages(c *traceapi.Conversation) string {
	if c.NoContent || c.Content == "absent" {
		return "The spans hold no message texts: `planotrace " + traceOf(c) + "` shows the trace."
	}
	return "The spans hold no messages: `planotrace " + traceOf(c) + "` shows the trace."
}

// traceOf is the id of a conversation's first trace.
func traceOf(c *traceapi.Conversation) string {
	if len(c.TraceList) == 0 {
		return "ID"
	}
	return shortID(c.TraceList[0].TraceID)
}

// writeFacts writes what a conversation is.
func (t *transcript) writeFacts() {
	c := t.conversation
	quality, style := t.qualityOf(c.Quality)
	verdict := style.Render(strings.TrimSpace(quality + " " + scoreOf(&c.ConversationSummary)))
	t.lines(verdict+"  ", "  ", t.bold.Render(oneLine(c.Reason)))
	facts := []string{"conversation " + oneLine(c.ID)}
	for _, fact := range []struct{ name, value string }{{"session", c.Session}, {"user", c.User}, {"service", c.Service}, {"agent", c.Agent}} {
		if fact.value != "" {
			facts = append(facts, fact.name+" "+oneLine(fact.value))
		}
	}
	if len(c.Models) > 0 {
		facts = append(facts, oneLine(strings.Join(c.Models, ", ")))
	}
	facts = append(facts, plural(c.Turns, "turn"))
	if tokens := c.Tokens.Input + c.Tokens.Output; tokens > 0 {
		facts = append(facts, plural(tokens, "token"))
	}
	if c.Cost > 0 {
		facts = append(facts, dollars(c.Cost))
	}
	facts = append(facts, lasting(c.DurationNS), t.env.time(c.Start, "2006-01-02 15:04:05"), plural(c.Traces, "trace")+" ("+traceOf(c)+")")
	if c.Errors > 0 {
		facts = append(facts, t.bad.Render(plural(c.Errors, "failed span")))
	}
	t.lines("  ", "  ", strings.Join(facts, t.dim.Render(" · ")))
	if w := c.Waste; w != nil {
		t.lines("  ", "  ", t.warn.Render("trouble cost "+strings.Join(wasted(w), ", ")))
	}
	t.line()
}

func wasted(w *traceapi.Waste) (parts []string) {
	if w.Tokens > 0 {
		parts = append(parts, plural(w.Tokens, "token"))
	}
	if w.DurationMS > 0 {
		parts = append(parts, lasting(w.DurationMS*1e6))
	}
	if w.USD > 0 {
		parts = append(parts, dollars(w.USD))
	}
	return parts
}

// writeScore writes what decided about the score.
func (t *transcript) writeScore() {
	if len(t.conversation.Contributions) == 0 {
		return
	}
	t.line(t.title.Render("Score"))
	for _, c := range t.conversation.Contributions {
		style := t.good
		if c.Points < 0 {
			style = t.bad
		}
		t.line("  ", style.Render(padLeft(fmt.Sprintf("%+.1f", c.Points), scoreColumn+1)), "  ", oneLine(c.Text))
	}
	t.line()
}

// writeInstructions writes what the model was told beforehand.
func (t *transcript) writeInstructions() {
	if text := t.conversation.SystemInstructions; text != "" {
		t.line(t.title.Render("System instructions"))
		for _, line := range manyLines(text) {
			t.lines("  ", "  ", line)
		}
		t.line()
	}
	if len(t.conversation.Tools) == 0 {
		return
	}
	t.line(t.title.Render("Tools"))
	for _, tool := range t.conversation.Tools {
		t.lines("  "+t.bold.Render(oneLine(tool.Name))+"  ", "    ", oneLine(tool.Description))
		if tool.Parameters != "" {
			t.lines("    ", "    ", t.dim.Render(oneLine(tool.Parameters)))
		}
	}
	t.line()
}
