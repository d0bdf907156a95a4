package conversation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// responsePrefix begins the ids of answers that a later call of OpenAI's Responses API can follow; such a call holds only what is
// new.
const responsePrefix = "resp_"

// previousField is the field of a request of that API that names the answer which it follows.
const previousField = "previous_response_id"

// responseID notes the id of an answer.
func responseID(f *Facts, v pcommon.Value) {
	if id := value.Scalar(v); strings.HasPrefix(id, responsePrefix) {
		f.Response = id
	}
}

// responseIn notes the id of an answer that is the JSON of a response.
func responseIn(f *Facts, v pcommon.Value) {
	const head = `{"id":"`
	if text := value.Scalar(v); strings.HasPrefix(text, head+responsePrefix) {
		f.Response, _, _ = strings.Cut(text[len(head):], `"`)
	}
}

// previousID notes the id of the answer which a call follows.
func previousID(f *Facts, v pcommon.Value) { f.Previous = value.Scalar(v) }

// previousIn notes the id of the answer which a request, or the JSON of its parameters, follows.
func previousIn(f *Facts, v pcommon.Value) {
	text := value.Scalar(v)
	if f.Previous != "" || !strings.Contains(text, previousField) {
		return
	}
	r := jsonread.New(text)
	if kind, _ := r.Kind(); kind != jsonread.Object {
		return
	}
	_ = r.Object(func(key string) error { // what can't be read is told of where the messages are read
		if kind, err := r.Kind(); key != previousField || kind != jsonread.String || err != nil {
			_, err = r.Raw()
			return err
		}
		var err error
		f.Previous, err = r.Text()
		return err
	})
}

// both notes two things of one attribute.
func both(first, second fact) fact {
	return func(f *Facts, v pcommon.Value) {
		first(f, v)
		second(f, v)
	}
}
