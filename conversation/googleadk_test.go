package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const adkAsked = `{"model":"gemini-2.5-flash","contents":[{"role":"user","parts":[{"text":"Where is my order?"}]},
	{"role":"model","parts":[{"functionCall":{"id":"c1","name":"find","args":{"q":1}}}]},
	{"role":"user","parts":[{"functionResponse":{"id":"c1","name":"find","response":{"error":"no such order"}}}]}],
	"config":{"systemInstruction":"Be kind."}}`

func TestMessagesOfGoogleADK(t *testing.T) {
	found := result("c1", `{"error":"no such order"}`)
	found.Tool = "find"
	asked := []signals.Message{user("Where is my order?"), call("find", "c1", `{"q":1}`), found}
	tests := map[string]struct {
		request, response string
		messages          []signals.Message
		problems          []Problem
	}{
		"answered": {
			adkAsked, `{"content":{"role":"model","parts":[{"text":"I see"},{"text":"none."}]},"finishReason":"STOP"}`,
			append(asked[:3:3], assistant("I see\nnone.")), nil,
		},
		"calls":        {`{}`, `{"content":{"role":"model","parts":[{"functionCall":{"name":"f"}}]}}`, []signals.Message{call("f", "", "")}, nil},
		"failed":       {adkAsked, `{"errorCode":"429"}`, asked, nil},
		"empty":        {`{}`, `{}`, nil, nil},
		"no objects":   {`null`, `<not serializable>`, nil, nil},
		"cut":          {`{"contents":[{"role":"user","parts":[{"text":"H`, ``, []signals.Message{user("H")}, []Problem{TruncatedJSON}},
		"cut in front": {`{"config":{"temp`, ``, nil, []Problem{TruncatedJSON}},
		"wrong types":  {`{"contents":7}`, `{"content":{"role":"model","parts":[{"functionCall":7}]}}`, nil, []Problem{WrongType}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			facts, messages, problems := read(t, spanWith(t, map[string]any{adkRequest: tt.request, adkResponse: tt.response}))
			assert.Equal(t, "google_adk", facts.Dialect)
			assert.Equal(t, spankind.Chat, facts.Kind)
			assert.Equal(t, tt.messages, append([]signals.Message(nil), messages...))
			var want Problems
			for _, p := range tt.problems {
				want.add(p)
			}
			assert.Equal(t, want, *problems)
		})
	}
}
