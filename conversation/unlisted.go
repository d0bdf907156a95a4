package conversation

import (
	"errors"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// unlisted is that of senders that are in no table: values under any key that hold messages in a known shape, or a request or
// response that does. It is read where no other dialect is.
var unlisted = dialect{name: "unlisted", read: readUnlisted}

// unlistedContent stands for keys that are known by their value.
var unlistedContent content

// contentIn returns what is known of an attribute that holds content by its key, or by its value where it holds messages. The
// attribute is that of a span, or of something else where that is nil.
func contentIn(key string, v pcommon.Value, span *ptrace.Span) *content {
	if c := contentOf(key, span); c != nil {
		return c
	}
	if mayHoldMessages(v) && unlistedIn(key, v, span) != aside {
		return &unlistedContent
	}
	return nil
}

// unlistedIn tells whether a value holds messages under a key that no dialect knows to hold content, or to tell the kind of
// the span: that decides about other keys.
func unlistedIn(key string, v pcommon.Value, span *ptrace.Span) holding {
	if m := known.attributes.find(key); m != nil && len(m.kinds) > 0 || contentOf(key, span) != nil {
		return aside
	}
	return messagesIn(v)
}

// minMessages is the length in bytes of the shortest text that holds a message.
const minMessages = len(`{"role":"ai","parts":[]}`)

// mayHoldMessages looks no further than at the beginning of a value.
func mayHoldMessages(v pcommon.Value) bool {
	if text := v.Str(); text != "" {
		return len(text) >= minMessages && (text[0] == '[' || text[0] == '{')
	}
	return v.Type() == pcommon.ValueTypeSlice || v.Type() == pcommon.ValueTypeMap
}

// eventOfUnlisted makes an event of a span out of a log record whose body holds messages; ok is false for other records.
func eventOfUnlisted(record plog.LogRecord) (event ptrace.SpanEvent, answers, ok bool) {
	body := record.Body()
	if !mayHoldMessages(body) {
		return event, false, false
	}
	holds := messagesIn(body)
	if holds == aside {
		return event, false, false
	}
	event = ptrace.NewSpanEvent()
	event.SetName(eventName(record))
	event.SetTimestamp(record.Timestamp())
	body.CopyTo(event.Attributes().PutEmpty(eventBody))
	return event, holds == answer, true
}

// settleUnlisted looks for messages under keys that no dialect knows.
func (f *Facts) settleUnlisted() {
	found := func(_ pcommon.Value, holds holding) {
		f.dialect, f.Dialect = &unlisted, unlisted.name
		f.Answered = f.Answered || holds == answer
	}
	eachUnlisted(f.span.Attributes(), &f.span, found)
	for i := 0; i < f.span.Events().Len() && f.dialect == nil; i++ {
		eachUnlisted(f.span.Events().At(i).Attributes(), nil, found)
	}
	if f.dialect == nil {
		return
	}
	f.noted.MarkRelevant()
	if f.Kind == spankind.Other {
		f.Kind = spankind.Chat
	}
}

// eachUnlisted calls found with the values that hold messages under keys that no dialect knows. The attributes are those of a
// span, or of something else where that is nil.
func eachUnlisted(attributes pcommon.Map, span *ptrace.Span, found func(pcommon.Value, holding)) {
	for key, v := range attributes.All() {
		if !mayHoldMessages(v) {
			continue
		}
		if holds := unlistedIn(key, v, span); holds != aside {
			found(v, holds)
		}
	}
}

// readUnlisted reads the longest history and the longest answer of the span's attributes; where they hold none, what its
// events hold, in their order.
func readUnlisted(b *builder, f *Facts) {
	var history, answered string
	eachUnlisted(f.span.Attributes(), &f.span, func(v pcommon.Value, holds holding) {
		longest := &history
		if holds == answer {
			longest = &answered
		}
		if text := b.listText(v); len(text) > len(*longest) {
			*longest = text
		}
	})
	if history+answered != "" {
		b.readRequestAndResponse(history, answered)
		return
	}
	var sides []func(newest bool)
	size := 0
	for _, event := range f.span.Events().All() {
		eachUnlisted(event.Attributes(), nil, func(v pcommon.Value, holds holding) {
			text, speaker := b.listText(v), signals.RoleUser
			if holds == answer {
				speaker = signals.RoleAssistant
			}
			size += len(text)
			sides = append(sides, func(newest bool) { b.readExchange(text, speaker, newest) })
		})
	}
	b.readSides(size, sides...)
}

// listText returns the text of a value, of a list of JSON texts the JSON list.
func (b *builder) listText(v pcommon.Value) string {
	if v.Type() != pcommon.ValueTypeSlice || v.Slice().At(0).Type() != pcommon.ValueTypeStr {
		return b.text(v)
	}
	texts := make([]string, v.Slice().Len())
	for i, element := range v.Slice().All() {
		texts[i] = b.text(element)
	}
	return "[" + strings.Join(texts, ",") + "]"
}

// messagesIn tells whether a value is a message, a list of them, or a request or response that holds some, and whether a model
// said them.
func messagesIn(v pcommon.Value) holding {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return messagesInText(v.Str())
	case pcommon.ValueTypeSlice:
		for i := range min(v.Slice().Len(), maxProbed) {
			if holds := messageIn(structuredText(v.Slice().At(i))); holds != aside {
				return holds
			}
		}
	case pcommon.ValueTypeMap:
		for key := range v.Map().All() {
			if slices.Contains(exchangeFields, key) {
				return messagesInText(structuredText(v))
			}
		}
	}
	return aside
}

// maxProbed is how many elements of a list are looked at: a call or a reasoning may stand before what was said.
const maxProbed = 4

func structuredText(v pcommon.Value) string {
	if v.Type() == pcommon.ValueTypeStr {
		return v.Str()
	}
	w := value.JSON{MaxBytes: maxStructured, HeaderOnly: isBinary}
	text, _ := w.Text(v)
	return text
}

func messagesInText(text string) holding {
	if strings.HasPrefix(text, "[") {
		return messagesInList(text)
	}
	field, found, _ := fieldOf(text, exchangeFields) // what is cut off is told of where it is read
	switch {
	case field == "role":
		return messageIn(text)
	case strings.HasPrefix(found, "["):
		holds := messagesInList(found)
		if holds == history && slices.Contains(responseFields, field) {
			return answer
		}
		return holds
	}
	return messageIn(found)
}

// responseFields are those of exchangeFields that only responses have.
var responseFields = []string{"choices", "candidates", "output", "outputs", "generations"}

func messagesInList(list string) (holds holding) {
	r, n := jsonread.New(innermost(list)), 0
	_ = r.Array(func() error { // a list that is no JSON holds no messages
		raw, err := r.Raw()
		if holds = messageIn(raw); holds != aside {
			return errEnough
		}
		if n++; n == maxProbed {
			return errEnough
		}
		return err
	})
	return holds
}

var errEnough = errors.New("enough is known")

// messageIn tells whether a JSON object is a message with a speaker and words, a call or a result, or a choice or the like that
// holds one.
func messageIn(object string) holding {
	if !strings.HasPrefix(object, "{") {
		return aside
	}
	var b builder
	b.reset(DefaultLimits())
	r := jsonread.New(object)
	_ = b.readMessage(&r) // what is cut off is told of where it is read
	switch {
	case len(b.messages) == 0:
		return aside
	case b.messages[0].Role == signals.RoleAssistant || b.messages[0].Role == signals.RoleToolCall:
		return answer
	}
	return history
}
