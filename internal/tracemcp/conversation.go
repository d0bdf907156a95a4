package tracemcp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	conversationDescription = "Tells what happened in one conversation: why it got its score, each signal with the words that raised it, " +
		"its message and its trace, loops, and the messages around them. messages=\"0-9\" gives a range instead, full=true whole texts, " +
		"the system instructions and the tools' definitions."
	snippetBytes   = 160
	sentenceBytes  = 200
	maxFindings    = 40
	instructionCut = 4000
)

type conversationInput struct {
	ID       string `json:"id" jsonschema:"the conversation's id, 16 hexadecimal digits"`
	Messages string `json:"messages,omitempty" jsonschema:"a message (7) or a range (0-9), from 0; else those around the signals"`
	Full     bool   `json:"full,omitempty" jsonschema:"whole texts, as far as max_bytes goes; without messages also instructions and tools"`
	sized
}

func (t *tools) conversation(ctx context.Context, in conversationInput, a *answer) error {
	id, err := conversationID(in.ID)
	if err != nil {
		return err
	}
	c, err := t.store.Conversation(ctx, id)
	if err != nil {
		return err
	}
	a.add(dataNotice)
	if in.Messages != "" {
		wanted, err := messageRange(in.Messages, c.MessageCount)
		if err != nil {
			return err
		}
		return t.messages(ctx, &c, []window{wanted}, in.Full, a)
	}
	t.head(&c, a)
	writeFindings(&c, a)
	writeLoops(c.Loops, a)
	if in.Full {
		writeInstructions(&c, a)
	}
	return t.messages(ctx, &c, windows(&c), in.Full, a)
}

func conversationID(text string) (string, error) {
	id := strings.ToLower(strings.TrimSpace(text))
	if len(id) != 16 || strings.Trim(id, "0123456789abcdef") != "" {
		return "", errors.New("id: must be 16 hexadecimal digits, as worst_conversations, search and issues give it")
	}
	return id, nil
}

func (t *tools) head(c *traceapi.Conversation, a *answer) {
	a.addf("conversation %s: %s %s\n", c.ID, verdict(c.ConversationSummary), quote(c.Reason, sentenceBytes))
	a.addf("%s; began %s, ended %s; %d traces, %d spans, %d messages%s\n", t.facts(c.ConversationSummary),
		clock(c.Start), t.age(c.End), c.Traces, c.Spans, c.MessageCount, content(c))
	if c.Session != "" || c.User != "" {
		a.addf("session %s, user %s\n", name(c.Session), name(c.User))
	}
	if w := c.Waste; w != nil {
		a.addf("trouble cost %d tokens, %s, $%.4f\n", w.Tokens, length(time.Duration(w.DurationMS)*time.Millisecond), w.USD)
	}
	if len(c.Contributions) > 0 {
		var parts []string
		for _, part := range c.Contributions[:min(len(c.Contributions), maxFindings)] {
			parts = append(parts, fmt.Sprintf("%+.0f %s", part.Points, quote(part.Text, nameBytes)))
		}
		a.addf("score 50: %s\n", strings.Join(parts, ", "))
	}
}

func content(c *traceapi.Conversation) string {
	if c.Content == "" || c.Content == "kept" {
		return ""
	}
	return ", texts " + name(c.Content)
}

func writeLoops(loops []traceapi.Loop, a *answer) {
	const most = 10
	for _, l := range loops[:min(len(loops), most)] {
		a.addf("- loop: %s of tool %s, %d rounds in [%d-%d], %s and %d tokens beyond the first\n", name(leaf(l.Signal)), name(l.Tool),
			l.Rounds, l.Messages[0], l.Messages[1]-1, length(time.Duration(l.DurationNS)), l.Tokens)
	}
}

func writeInstructions(c *traceapi.Conversation, a *answer) {
	if c.SystemInstructions != "" {
		a.addf("system instructions %s\n", quote(c.SystemInstructions, min(instructionCut, a.room()/2)))
	}
	for _, tool := range c.Tools {
		a.addf("tool %s %s parameters %s\n", name(tool.Name), quote(tool.Description, sentenceBytes), quote(tool.Parameters, 2*sentenceBytes))
	}
	a.reopen()
}
