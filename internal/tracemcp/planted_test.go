package tracemcp

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// The planted fault: since the evening of yesterday, get_invoice of the service billing refuses what the model gpt-5-mini calls it with,
// as it sends a number; users give up.
const (
	plantedError = "invoice_id must be a string"
	plantedTool  = "get_invoice"
	plantedModel = "gpt-5-mini"
)

// planted is a store of some days: users who are content, some who are not for reasons of their own, and those whom the fault hits.
type planted struct {
	traceapi.Store // what the hunt does not ask
	now            time.Time
	conversations  []traceapi.Conversation
	messages       map[string][]traceapi.Message
}

func plantFault(now time.Time) *planted {
	p := &planted{now: now, messages: make(map[string][]traceapi.Message)}
	for i := range 240 {
		age := time.Duration(i) * 20 * time.Minute
		hit := age < 17*time.Hour && i%4 == 0
		model := []string{"gpt-4o", "claude-sonnet-4"}[i%2]
		if age < 17*time.Hour && i%2 == 0 {
			model = plantedModel
		}
		p.add(fmt.Sprintf("%016x", 0xc000+i), age, model, hit, !hit && i%15 == 7)
	}
	return p
}

func (p *planted) add(id string, age time.Duration, model string, hit, rude bool) {
	end := p.now.Add(-age).UnixNano()
	c := traceapi.Conversation{ConversationSummary: traceapi.ConversationSummary{
		ID: id, Quality: "Good", Score: 72, FirstMessage: "Where is my invoice for October?", LastAnswer: "Here it is.",
		Service: "billing", Models: []string{model}, Turns: 2, Start: end - int64(time.Minute), End: end, DurationNS: int64(time.Minute),
		Traces: 1, Spans: 5,
	}, Content: "kept"}
	traceID := id + id
	messages := []traceapi.Message{
		{Role: traceapi.RoleUser, Text: c.FirstMessage},
		{Role: traceapi.RoleToolCall, Tool: plantedTool, Arguments: `{"invoice_id":"88"}`},
		{Role: traceapi.RoleToolResult, Tool: plantedTool, Text: `{"total":"89.90"}`},
		{Role: traceapi.RoleAssistant, Text: c.LastAnswer},
	}
	find := func(signal, tool, snippet string, message int) {
		c.Signals = append(c.Signals, traceapi.SignalCount{Signal: signal, Count: 1})
		c.Findings = append(c.Findings, traceapi.Finding{
			Signal: signal, Tool: tool, Message: message, Confidence: 0.9, Snippet: snippet, TraceID: traceID, SpanID: id, Time: end,
		})
	}
	switch {
	case hit:
		c.Quality, c.Score, c.Reason, c.Errors = "Severe", 11, "asked for a human after a failed call of get_invoice", 1
		messages[1].Arguments, messages[2].Text, messages[2].Failed = `{"invoice_id":88}`, plantedError, true
		messages = append(messages, traceapi.Message{Role: traceapi.RoleUser, Text: "Useless. Let me talk to a human."})
		find("execution.failure.invalid_args", plantedTool, plantedError, 2)
		find("interaction.disengagement.escalation", "", "talk to a human", 4)
	case rude:
		c.Quality, c.Score = "Poor", 35
		messages = append(messages, traceapi.Message{Role: traceapi.RoleUser, Text: "You are slow."})
		find("interaction.disengagement.negative_stance", "", "You are slow", 4)
	}
	for i := range messages {
		messages[i].Index = i
	}
	c.MessageCount = len(messages)
	p.messages[id] = messages
	p.conversations = append(p.conversations, c)
}

func (p *planted) matching(query traceapi.Query) (found []traceapi.Conversation) {
	for _, c := range p.conversations {
		model, onlyModel := strings.CutPrefix(query.Search, "model:")
		if c.End >= query.From && (query.To == 0 || c.End < query.To) && (!onlyModel || slices.Contains(c.Models, model)) {
			found = append(found, c)
		}
	}
	return found
}

func (p *planted) Conversations(_ context.Context, query traceapi.Query) (traceapi.ConversationPage, error) {
	page := traceapi.ConversationPage{}
	for _, c := range p.matching(query) {
		page.Conversations = append(page.Conversations, c.ConversationSummary)
	}
	slices.SortStableFunc(page.Conversations, func(a, b traceapi.ConversationSummary) int { return cmp.Compare(a.Score, b.Score) })
	if query.Limit < len(page.Conversations) {
		page.Conversations, page.NextCursor = page.Conversations[:query.Limit], "next"
	}
	return page, nil
}

func (p *planted) Conversation(_ context.Context, id string) (traceapi.Conversation, error) {
	i := slices.IndexFunc(p.conversations, func(c traceapi.Conversation) bool { return c.ID == id })
	if i < 0 {
		return traceapi.Conversation{}, traceapi.ErrNotFound
	}
	return p.conversations[i], nil
}

func (p *planted) Messages(_ context.Context, id string, offset, limit int) (traceapi.MessagePage, error) {
	all := p.messages[id]
	return traceapi.MessagePage{Messages: all[min(offset, len(all)):min(offset+limit, len(all))], Total: len(all)}, nil
}

func (p *planted) Issues(_ context.Context, query traceapi.Query) (traceapi.IssuePage, error) {
	byShape := make(map[string]*traceapi.Issue)
	for _, c := range p.matching(query) {
		for _, f := range c.Findings {
			issue := byShape[f.Signal]
			if issue == nil {
				issue = &traceapi.Issue{
					ID: fmt.Sprintf("%016x", len(f.Signal)), Signal: f.Signal, Service: c.Service, Tool: f.Tool, Title: leaf(f.Signal) + " " + f.Tool,
					Last: f.Time, Examples: []traceapi.IssueExample{{Conversation: c.ID, Message: f.Message, Snippet: f.Snippet, Time: f.Time}},
				}
				byShape[f.Signal] = issue
			}
			issue.Count++
			issue.Conversations++
			issue.First = f.Time
		}
	}
	page := traceapi.IssuePage{}
	for _, issue := range byShape {
		page.Issues = append(page.Issues, *issue)
	}
	slices.SortFunc(page.Issues, func(a, b traceapi.Issue) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.ID, b.ID)) })
	return page, nil
}

func (p *planted) Trends(_ context.Context, query traceapi.Query, by string) (traceapi.Trends, error) {
	trends := traceapi.Trends{Start: p.now.Add(-80 * time.Hour).UnixNano(), StepNS: int64(4 * time.Hour), By: by}
	count := func(key string, c traceapi.Conversation) {
		i := slices.IndexFunc(trends.Series, func(s traceapi.Trend) bool { return s.Name == key })
		if i < 0 {
			i = len(trends.Series)
			trends.Series = append(trends.Series, traceapi.Trend{Name: key, Values: make([]int, 21), Poor: make([]int, 21)})
		}
		part := (c.End - trends.Start) / trends.StepNS
		trends.Series[i].Values[part]++
		if c.Score < 40 {
			trends.Series[i].Poor[part]++
		}
	}
	for _, c := range p.matching(query) {
		switch by {
		case traceapi.ByQuality:
			count(c.Quality, c)
		case traceapi.ByModel:
			count(c.Models[0], c)
		case traceapi.BySignal:
			for _, f := range c.Findings {
				count(f.Signal, c)
			}
		}
	}
	return trends, nil
}

func (p *planted) Trace(_ context.Context, id string) (traceapi.Trace, error) {
	conversation := id[:len(id)/2]
	text := func(s string) traceapi.Value { return traceapi.Value{String: &s} }
	span := func(spanID, parent, name string, at int) traceapi.Span {
		return traceapi.Span{
			TraceID: id, SpanID: spanID, ParentSpanID: parent, Name: name, Service: "billing",
			Start: p.now.UnixNano() + int64(at)*int64(time.Millisecond), End: p.now.UnixNano() + int64(at+50)*int64(time.Millisecond),
		}
	}
	trace := traceapi.Trace{TraceID: id, Conversations: []string{conversation}, Spans: []traceapi.Span{
		span("00000000000000b1", "", "POST /chat", 0), span("00000000000000b2", "00000000000000b1", "chat", 1),
		span("00000000000000b3", "00000000000000b1", "execute_tool "+plantedTool, 2),
	}}
	trace.Spans[2].StatusCode, trace.Spans[2].StatusMessage = "error", plantedError
	trace.Spans[2].Attributes = []traceapi.Attribute{{Key: "gen_ai.tool.call.arguments", Value: text(`{"invoice_id":88}`)}}
	return trace, nil
}

func (p *planted) Status(context.Context) (traceapi.Status, error) {
	return traceapi.Status{Version: "test", Conversations: int64(len(p.conversations)), Oldest: p.now.Add(-80 * time.Hour).UnixNano()}, nil
}
