package conversation

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// jsonHasher writes valid JSON anew, with hashes in place of texts, of numbers and of the names of unknown fields.
type jsonHasher struct {
	*hasher
	jsonWriter
	level int
}

// maxHashGrowth bounds how much longer JSON becomes: a list of short texts grows more than messages do.
const maxHashGrowth = 16

// value hashes the value of a field; call is true for the object of a tool's call or result, or their list.
func (w *jsonHasher) value(r *jsonread.Reader, field string, call bool) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	if len(w.out) > w.max {
		return errGrown
	}
	if kind == jsonread.String {
		text, err := r.Text()
		if !showsWord(field, text, call) {
			text = w.text(text, w.level+1)
		}
		w.quote(text)
		return err
	}
	if kind == jsonread.Array {
		return w.array(r, callFields[field])
	}
	if kind == jsonread.Object {
		return w.object(r, callFields[field] || call && field == "")
	}
	raw, err := r.Raw()
	if kind == jsonread.Number {
		w.quote(w.sum(raw))
	} else {
		w.out = append(w.out, raw...)
	}
	return err
}

func (w *jsonHasher) array(r *jsonread.Reader, calls bool) error {
	w.out = append(w.out, '[')
	first := true
	err := r.Array(func() error {
		w.comma(&first)
		return w.value(r, "", calls)
	})
	w.out = append(w.out, ']')
	return err
}

func (w *jsonHasher) object(r *jsonread.Reader, call bool) error {
	raw, err := r.Raw()
	if err != nil {
		return err
	}
	call = call || isCall(raw)
	inner := jsonread.New(raw)
	w.out = append(w.out, '{')
	first := true
	err = inner.Object(func(key string) error {
		w.comma(&first)
		name := key
		if !showsField(key) {
			name = w.sum(key)
		}
		w.quote(name)
		w.out = append(w.out, ':')
		return w.value(&inner, key, call)
	})
	w.out = append(w.out, '}')
	return err
}

// callFields hold the call or the result of a tool, or a list of calls: a name in it is a tool's.
var callFields = setOf("function", "functionCall", "functionResponse", "toolUse", "toolResult", "toolRequest", "toolResponse",
	"tool_calls", "toolCalls")

// isCall tells objects that say of themselves that they are the call of a tool, or its result.
func isCall(object string) bool {
	if !strings.Contains(object, `"name"`) {
		return false
	}
	call := false
	r := jsonread.New(object)
	// An error ends the object here as where it is written.
	_ = r.Object(func(key string) error {
		raw, err := r.Raw()
		if key == "type" || key == "role" {
			word := strings.Trim(raw, `"`)
			kind := kindOfPart(word)
			call = call || kind == partCall || kind == partResult || messageShape(word) == shapeToolMessage
		}
		return err
	})
	return call
}

// showsWord tells words that have the form that their field shows. A name is a tool's in its calls and results only.
func showsWord(field, text string, call bool) bool {
	if field == "name" {
		return call && formToolName.accepts(text)
	}
	s, ok := messageFields[field]
	if !ok || s < shapeWords {
		s, ok = partFields[field]
	}
	if !ok || s < shapeWords {
		s = envelopeFields[field]
	}
	return s.shows(text)
}

// showsField tells the names of fields that say nothing of what was said.
func showsField(key string) bool {
	if _, ok := messageFields[key]; ok {
		return true
	}
	if _, ok := partFields[key]; ok {
		return true
	}
	_, ok := envelopeFields[key]
	return ok || callFields[key]
}

// envelopeFields are the fields around messages, and those that only some senders' messages have.
var envelopeFields = map[string]shape{
	"messages":          shapeOpaque,
	"message":           shapeOpaque,
	"contents":          shapeOpaque,
	"choices":           shapeOpaque,
	"candidates":        shapeOpaque,
	"generations":       shapeOpaque,
	"inputs":            shapeOpaque,
	"outputs":           shapeOpaque,
	"request":           shapeOpaque,
	"kwargs":            shapeOpaque,
	"config":            shapeOpaque,
	"system":            shapeOpaque,
	"instructions":      shapeOpaque,
	"systemInstruction": shapeOpaque,
	"tools":             shapeOpaque,
	"json":              shapeOpaque,
	"value":             shapeOpaque,
	"reasoningContent":  shapeOpaque,
	"toolUseId":         shapeOf(formID),
	"ref":               shapeOf(formID),
	"finishReason":      shapeOf(formFinishReason),
	"stop_reason":       shapeOf(formFinishReason),
	"stopReason":        shapeOf(formFinishReason),
}
