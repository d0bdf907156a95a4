package conversation

import (
	"errors"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// redactText redacts messages that are written as JSON, in the order of their fields; any
// other text is content from end to end.
func redactText(text string) string {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" || trimmed[0] != '[' && trimmed[0] != '{' || !jsonread.Valid(text) {
		return redactedText(text)
	}
	w := jsonRedactor{jsonWriter{out: make([]byte, 0, len(text)/4), max: 2*len(text) + minRedacted}}
	r := jsonread.New(trimmed)
	var err error
	if trimmed[0] == '[' {
		err = w.array(&r, shapeDocument)
	} else {
		o := overviewOf(trimmed)
		switch {
		case o.messages != "":
			r.Reset(o.messages)
			w.out = append(w.out, `{"messages":`...)
			err = w.array(&r, shapeDocument)
			w.out = append(w.out, '}')
		case o.hasRole:
			err = w.fields(&r, messageShape(o.role))
		default:
			return redactedFields(o.fields)
		}
	}
	if err != nil {
		return redactedText(text)
	}
	return string(w.out)
}

// overview is what decides how an object is redacted.
type overview struct {
	fields   int
	role     string
	hasRole  bool
	messages string // the array as it stands
}

// overviewOf looks through an object that is valid JSON; of a key that stands twice the last
// counts.
func overviewOf(object string) overview {
	var o overview
	r := jsonread.New(object)
	// Valid JSON reads without errors: nothing here goes deeper than the object.
	_ = r.Object(func(key string) error {
		o.fields++
		kind, err := r.Kind()
		if err != nil {
			return err
		}
		if key == "role" {
			if o.hasRole = kind == jsonread.String; o.hasRole {
				o.role, err = r.Text()
				return err
			}
		}
		raw, err := r.Raw()
		if key == "messages" {
			if o.messages = ""; kind == jsonread.Array {
				o.messages = raw
			}
		}
		return err
	})
	return o
}

// jsonRedactor writes valid JSON anew, without what was said.
type jsonRedactor struct{ jsonWriter }

// minRedacted is the length that redacted JSON may have whatever it was before.
const minRedacted = 1 << 10

var errGrown = errors.New("the redacted text is larger than the text")

func (w *jsonRedactor) value(r *jsonread.Reader, s shape) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	if len(w.out) > w.max {
		return errGrown
	}
	switch {
	case kind == jsonread.String:
		text, err := r.Text()
		w.quote(s.redactString(text))
		return err
	case kind == jsonread.Array && s.element() != shapeOpaque:
		return w.array(r, s)
	case kind == jsonread.Array:
		n := 0
		err := r.Array(func() error { n++; _, err := r.Raw(); return err })
		w.quote(redactedItems(n))
		return err
	case kind == jsonread.Object && s == shapePart:
		return w.fields(r, s)
	case kind == jsonread.Object:
		return w.message(r, s)
	}
	raw, err := r.Raw()
	if kind == jsonread.Number {
		w.quote(redactedNumber)
	} else {
		w.out = append(w.out, raw...)
	}
	return err
}

func (w *jsonRedactor) array(r *jsonread.Reader, s shape) error {
	w.out = append(w.out, '[')
	first := true
	err := r.Array(func() error {
		w.comma(&first)
		return w.value(r, s.element())
	})
	w.out = append(w.out, ']')
	return err
}

// message redacts an object that is a message, if it has a role, and any other to its size.
func (w *jsonRedactor) message(r *jsonread.Reader, s shape) error {
	object, err := r.Raw()
	if err != nil {
		return err
	}
	o := overviewOf(object)
	if s != shapeMessage || !o.hasRole {
		w.quote(redactedFields(o.fields))
		return nil
	}
	inner := jsonread.New(object)
	return w.fields(&inner, messageShape(o.role))
}

func (w *jsonRedactor) fields(r *jsonread.Reader, s shape) error {
	w.out = append(w.out, '{')
	first := true
	err := r.Object(func(key string) error {
		within, ok := s.field(key)
		if !ok {
			_, err := r.Raw()
			return err
		}
		w.comma(&first)
		w.quote(key)
		w.out = append(w.out, ':')
		return w.value(r, within)
	})
	w.out = append(w.out, '}')
	return err
}

// jsonWriter writes a part of JSON after the other.
type jsonWriter struct {
	out []byte
	// max bounds the length of out: a digit is larger when it is redacted.
	max int
}

func (w *jsonWriter) quote(text string) { w.out = jsonread.AppendQuote(w.out, text) }

func (w *jsonWriter) comma(first *bool) {
	if !*first {
		w.out = append(w.out, ',')
	}
	*first = false
}
