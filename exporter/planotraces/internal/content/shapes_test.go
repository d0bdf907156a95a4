package content_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// message is a line of testdata/messages.jsonl: conversations of customers with an airline, a shop and a phone company, made up
// for tau-bench and tau2-bench (MIT).
type message struct {
	From  string `json:"from"`
	Value string `json:"value"`
}

func (m message) role() string {
	switch m.From {
	case "human":
		return "user"
	case "observation":
		return "tool"
	}
	return "assistant"
}

func loadMessages(tb testing.TB) (messages []message) {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "messages.jsonl"))
	require.NoError(tb, err)
	for line := range bytes.Lines(data) {
		var m message
		require.NoError(tb, json.Unmarshal(line, &m))
		messages = append(messages, m)
	}
	return messages
}

// call is one of a session: what the model was asked, all that was said before, and what it answered.
type call struct {
	number int
	asked  []message
	answer message
}

// calls makes a session out of messages, a call for each thing that the assistant says or does.
func calls(messages []message, most int) (all []call) {
	for i, m := range messages {
		if m.role() == "assistant" && i > 0 && len(all) < most {
			all = append(all, call{len(all), messages[:i], m})
		}
	}
	return all
}

const (
	instructions = "You are a support agent. Follow the policy: ask for the user id, read the reservation before you change it, " +
		"confirm every change with the user, and pass the user on to a human only where a request is outside of what you may do."
	tools = `[{"type":"function","name":"get_user_details","description":"Get details of a user","parameters":{"type":"object",` +
		`"properties":{"user_id":{"type":"string"}},"required":["user_id"]}},{"type":"function","name":"get_reservation_details",` +
		`"description":"Get details of a reservation","parameters":{"type":"object","properties":{"reservation_id":{"type":"string"}}}}]`
)

// shapes are the ways in which senders write the history down.
var shapes = map[string]func(tb testing.TB, c call, s *model.Span){
	"json":          jsonShape,
	"indexed":       indexedShape,
	"events":        eventsShape,
	"late events":   lateEventsShape,
	"window":        windowShape,
	"openinference": openInferenceShape,
}

// span is a call's, with what every call has.
func (c call) span() *model.Span {
	s := &model.Span{
		Name: "chat gpt-4o", TraceID: model.TraceID{1}, SpanID: model.SpanID{byte(c.number)},
		Start: 1_700_000_000_000_000_000 + uint64(c.number)*7_123_456_789,
	}
	put(s, "gen_ai.operation.name", "chat")
	put(s, "gen_ai.request.model", "gpt-4o")
	put(s, "gen_ai.conversation.id", "6f1c2a1e-8c7d-4f0e-9a55-0f3b6a2d9c11")
	s.Attributes = append(s.Attributes, model.Attribute{
		Key: "gen_ai.usage.input_tokens", Value: model.Value{Type: model.Int, Bits: uint64(100 + 200*c.number)},
	})
	return s
}

func put(s *model.Span, key, text string) {
	s.Attributes = append(s.Attributes, model.Attribute{Key: key, Value: model.Value{Type: model.String, Text: text}})
}

func marshal(tb testing.TB, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	require.NoError(tb, err)
	return string(data)
}

func jsonShape(tb testing.TB, c call, s *model.Span) {
	tb.Helper()
	type part struct {
		Type    string `json:"type"`
		Content string `json:"content"`
	}
	type said struct {
		Role  string `json:"role"`
		Parts []part `json:"parts"`
	}
	parts := func(messages ...message) (all []said) {
		for _, m := range messages {
			all = append(all, said{m.role(), []part{{"text", m.Value}}})
		}
		return all
	}
	put(s, "gen_ai.system_instructions", marshal(tb, []part{{"text", instructions}}))
	put(s, "gen_ai.tool.definitions", tools)
	put(s, "gen_ai.input.messages", marshal(tb, parts(c.asked...)))
	put(s, "gen_ai.output.messages", marshal(tb, parts(c.answer)))
}

func indexedShape(tb testing.TB, c call, s *model.Span) {
	tb.Helper()
	put(s, "gen_ai.prompt.0.role", "system")
	put(s, "gen_ai.prompt.0.content", instructions)
	for i, m := range c.asked {
		prefix := fmt.Sprintf("gen_ai.prompt.%d.", i+1)
		put(s, prefix+"role", m.role())
		if m.From == "function_call" {
			put(s, prefix+"tool_calls.0.id", fmt.Sprintf("call_%08x", i*2654435761))
			put(s, prefix+"tool_calls.0.arguments", m.Value)
			continue
		}
		put(s, prefix+"content", m.Value)
	}
	put(s, "gen_ai.completion.0.role", "assistant")
	put(s, "gen_ai.completion.0.content", c.answer.Value)
	put(s, "gen_ai.completion.0.finish_reason", "stop")
}

func eventsShape(tb testing.TB, c call, s *model.Span) {
	tb.Helper()
	for i, m := range append([]message{{"system", instructions}}, c.asked...) {
		s.Events = append(s.Events, model.Event{
			Name: "gen_ai." + m.role() + ".message", Time: s.Start + uint64(i*1000),
			Attributes: []model.Attribute{
				{Key: "gen_ai.system", Value: model.Value{Type: model.String, Text: "openai"}},
				{Key: "content", Value: model.Value{Type: model.String, Text: m.Value}},
			},
		})
	}
	s.Events = append(s.Events, model.Event{
		Name: "gen_ai.choice", Time: s.Start + 1_234_567_890,
		Attributes: []model.Attribute{
			{Key: "gen_ai.system", Value: model.Value{Type: model.String, Text: "openai"}},
			{Key: "index", Value: model.Value{Type: model.Int}},
			{Key: "finish_reason", Value: model.Value{Type: model.String, Text: "stop"}},
			{Key: "message", Value: model.Value{Type: model.String, Text: marshal(tb, map[string]string{"content": c.answer.Value})}},
		},
	})
}

// lateEventsShape is of a library that adds its events one by one with the time of a clock of microseconds.
func lateEventsShape(tb testing.TB, c call, s *model.Span) {
	tb.Helper()
	eventsShape(tb, c, s)
	random := rand.New(rand.NewPCG(1, uint64(c.number)))
	at := s.Start - s.Start%1000
	for i := range s.Events {
		at += 1000 * (2 + random.Uint64N(8))
		s.Events[i].Time = at
	}
}

// windowShape is of a client that sends the last messages only.
func windowShape(tb testing.TB, c call, s *model.Span) {
	tb.Helper()
	c.asked = c.asked[max(0, len(c.asked)-40):]
	jsonShape(tb, c, s)
}

func openInferenceShape(tb testing.TB, c call, s *model.Span) {
	tb.Helper()
	type said struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	}
	all := []said{{"system", instructions}}
	for _, m := range c.asked {
		all = append(all, said{m.role(), m.Value})
	}
	put(s, "input.mime_type", "application/json")
	put(s, "input.value", marshal(tb, struct {
		Model    string          `json:"model"`
		Messages []said          `json:"messages"`
		Tools    json.RawMessage `json:"tools"`
	}{"gpt-4o", all, json.RawMessage(tools)}))
	for i, m := range all {
		put(s, fmt.Sprintf("llm.input_messages.%d.message.role", i), m.Role)
		put(s, fmt.Sprintf("llm.input_messages.%d.message.content", i), m.Content)
	}
	put(s, "output.value", marshal(tb, map[string]any{
		"id": fmt.Sprintf("chatcmpl-%08x", c.number*2654435761), "choices": []said{{"assistant", c.answer.Value}},
	}))
	put(s, "llm.output_messages.0.message.role", "assistant")
	put(s, "llm.output_messages.0.message.content", c.answer.Value)
	put(s, "llm.tools.0.tool.json_schema", strings.Trim(tools, "[]"))
}
