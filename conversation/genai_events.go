package conversation

import (
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	toolEvent   = "gen_ai.tool.message"
	choiceEvent = "gen_ai.choice"
)

// genAIEvents is that of OpenTelemetry's semantic conventions for generative AI from 1.28 to 1.36:
// a log record, or a span event, for each message.
var genAIEvents = dialect{
	name: "gen_ai_events",
	senders: []sender{
		{"OTel GenAI semantic conventions", "1.28 to 1.36"},
		{"OpenTelemetry instrumentation of OpenAI", "0.5 to 0.22, in log records"},
		{"Strands Agents", "1.16"},
	},
	events: []event{
		{"gen_ai.system.message", history},
		{"gen_ai.user.message", history},
		{"gen_ai.assistant.message", history},
		{toolEvent, history},
		{"gen_ai.unknown.message", history},
		{choiceEvent, answer},
	},
	eventFacts: map[string]map[string]fact{
		toolEvent:   {"content": toolArguments, "id": toolCallID},
		choiceEvent: {"message": toolResult, "id": toolCallID, "finish_reason": says(finishReason)},
	},
	facts: map[string]fact{
		"gen_ai.system":              says(providerName),
		"gen_ai.openai.request.seed": says(requestSeed),
	},
	read: readGenAIEvents,
}

// eventRoles are the speakers of events that name none.
var eventRoles = map[string]string{
	"gen_ai.system.message":    "system",
	"gen_ai.user.message":      "user",
	"gen_ai.assistant.message": "assistant",
	toolEvent:                  "tool",
	"gen_ai.unknown.message":   "",
	choiceEvent:                "assistant",
}

// eventContent are the attributes of events that hold a message or its text: of Strands, and of Azure's SDKs the whole body.
var eventContent = [...]string{eventBody, "content", "message"}

// readGenAIEvents reads a message of each span event.
func readGenAIEvents(b *builder, f *Facts) {
	events, size := f.span.Events(), 0
	for _, event := range events.All() {
		size += sizeOfEvent(event)
	}
	if size <= b.bytes {
		for _, event := range events.All() {
			b.readEvent(event.Name(), event.Attributes())
		}
		return
	}
	b.reversed = true
	b.newestFirst(events.Len(), func(i int) { b.readEvent(events.At(i).Name(), events.At(i).Attributes()) })
	slices.Reverse(b.messages)
}

func sizeOfEvent(event ptrace.SpanEvent) int {
	if _, ok := eventRoles[event.Name()]; !ok {
		return 0
	}
	size := 0
	for _, v := range event.Attributes().All() {
		size += sizeOfText(v)
	}
	return size
}

// readEvent reads the message of one event; others are passed over.
func (b *builder) readEvent(name string, attributes pcommon.Map) {
	role, ok := eventRoles[name]
	if !ok {
		return
	}
	b.answering = name == choiceEvent
	d := &b.draft
	d.reset()
	d.role = role
	for key, v := range attributes.All() {
		switch key {
		case "role":
			d.role = b.text(v)
		case "id":
			d.callID = b.text(v)
		case "name":
			d.name = b.text(v)
		}
	}
	for _, key := range eventContent {
		if v, ok := attributes.Get(key); ok {
			b.addEventContent(b.text(v))
		}
	}
	if v, ok := attributes.Get("tool_calls"); ok && v.Type() != pcommon.ValueTypeEmpty {
		b.json.Reset(b.text(v))
		if err := b.readToolCalls(&b.json); err != nil {
			b.problems.addError(err)
		}
	}
	b.finishEvent()
}

// finishEvent ends the message of an event. What stands beside a tool's result was said by the user.
func (b *builder) finishEvent() {
	d := &b.draft
	role, _, _ := roleOf(d.role)
	if role == signals.RoleToolResult && slices.ContainsFunc(d.parts, func(p part) bool { return p.kind == partResult }) {
		d.role = signals.RoleUser.String()
	}
	b.finish(d)
}

// addEventContent adds text, or what stands in JSON text: parts, or the body of an event. An empty body is what senders
// write that keep content to themselves.
func (b *builder) addEventContent(text string) {
	if text == "{}" {
		return
	}
	key, isArray := firstKey(text)
	if isArray && !partKeys[key] || !isArray && !bodyKeys[key] {
		b.draft.addText(text)
		return
	}
	read := b.readEventBody
	if isArray {
		read = b.readContent
	}
	b.addJSONOrText(text, read)
}

// partKeys are the names with which parts begin: those of Bedrock's Converse API, and the type.
var partKeys = map[string]bool{
	"type": true, "text": true, "content": true, "toolUse": true, "toolResult": true, "image": true, "document": true, "video": true,
	"reasoningContent": true, "cachePoint": true, "guardContent": true, "citationsContent": true,
}

// bodyKeys are the names with which bodies of events, and messages in them, begin.
var bodyKeys = map[string]bool{
	"role": true, "content": true, "tool_calls": true, "message": true, "index": true, "finish_reason": true, "id": true, "name": true,
}

// firstKey returns the first key of a JSON object, or of the first object of an array; empty where a text is neither.
func firstKey(text string) (key string, isArray bool) {
	rest, isArray := strings.CutPrefix(strings.TrimLeft(text, jsonSpace), "[")
	rest, ok := strings.CutPrefix(strings.TrimLeft(rest, jsonSpace), "{")
	if !ok {
		return "", isArray
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(rest, jsonSpace), `"`)
	if !ok {
		return "", isArray
	}
	key, _, _ = strings.Cut(rest, `"`)
	return key, isArray
}

// readEventBody reads the fields of an event's body, {content, role, tool_calls, id}, or of a choice, which holds one under message.
func (b *builder) readEventBody(r *jsonread.Reader) error {
	d := &b.draft
	return r.Object(func(key string) error {
		var err error
		switch key {
		case "role":
			d.role, err = r.TextOrRaw()
		case "id":
			d.callID, err = r.TextOrRaw()
		case "name":
			d.name, err = r.TextOrRaw()
		case "content", "parts":
			err = b.readContent(r)
		case "tool_calls":
			err = b.readToolCalls(r)
		case "message":
			var kind jsonread.Kind
			if kind, err = r.Kind(); err == nil && kind == jsonread.Object {
				return b.readEventBody(r)
			}
			if err == nil {
				err = b.readContent(r)
			}
		default:
			_, err = r.Raw()
		}
		return err
	})
}
