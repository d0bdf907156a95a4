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

// The facts that tell which answer a call follows, and which it is: the id of an answer, the JSON of a response, the id of the
// answer which a call follows, a request or the JSON of its parameters.
var (
	responseID = fact{name: otelResponseID, note: noteResponse}
	responseIn = fact{note: noteResponseIn}
	previousID = fact{note: func(f *Facts, v pcommon.Value) { f.Previous = value.Scalar(v) }}
	previousIn = fact{note: notePreviousIn}
)

func noteResponse(f *Facts, v pcommon.Value) {
	if id := value.Scalar(v); strings.HasPrefix(id, responsePrefix) {
		f.Response = id
	}
}

func noteResponseIn(f *Facts, v pcommon.Value) {
	const head = `{"id":"`
	if text := value.Scalar(v); strings.HasPrefix(text, head+responsePrefix) {
		f.Response, _, _ = strings.Cut(text[len(head):], `"`)
	}
}

func notePreviousIn(f *Facts, v pcommon.Value) {
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

// both is the first fact, of whose attribute another is noted, too.
func both(first, second fact) fact {
	note := first.note
	first.note = func(f *Facts, v pcommon.Value) {
		if note != nil {
			note(f, v)
		}
		second.note(f, v)
	}
	return first
}
