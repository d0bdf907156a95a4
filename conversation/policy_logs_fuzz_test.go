package conversation

import (
	"strings"
	"testing"

	"go.opentelemetry.io/collector/pdata/plog"
)

// FuzzLogRecords builds records of messages and of errors, and holds what policies leave of them against what stood in them.
func FuzzLogRecords(f *testing.F) {
	f.Add("gen_ai.user.message", `{"role":"user","content":"hi"}`, "gen_ai.system"+unit+"openai"+record, 1<<20)
	f.Add("gen_ai.choice", markJSON+`{"message":{"tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{}"}}]}}`, "", 1<<20)
	f.Add(genAIDetails, "", genAIInput+unit+`[{"role":"user","parts":[]}]`+record+"gen_ai.request.model"+unit+"m", 1<<20)
	f.Add("exception", "it failed", "exception.message"+unit+"it failed"+record+"exception.type"+unit+"Error", 9)
	f.Add("", markJSON+`{"gen_ai.input.messages":"hi","error":{"message":"it failed"}}`, "", 20)
	f.Fuzz(func(t *testing.T, event, body, fields string, maxBytes int) {
		if maxBytes < 1 || len(body)+len(fields) > 1<<16 {
			return
		}
		if known.events.find(event) == nil {
			event = "exception"
		}
		before := plog.NewLogRecord()
		before.SetEventName(event)
		putFuzzed(before.Body(), body)
		for field := range strings.SplitSeq(fields, record) {
			key, value, _ := strings.Cut(field, unit)
			putFuzzed(before.Attributes().PutEmpty(key), value)
		}
		said := map[string]bool{}
		addWords(said, before.Body())
		for key, v := range before.Attributes().All() {
			if isHidden(key, v, nil) {
				addWords(said, v)
			}
		}
		for _, p := range hidingPolicies(maxBytes) {
			treated := plog.NewLogRecord()
			before.CopyTo(treated)
			p.record(treated, false)
			checkLeaves(t, said, "", treated.Body())
			for key, v := range treated.Attributes().All() {
				if untreated, _ := before.Attributes().Get(key); isHidden(key, untreated, nil) {
					checkLeaves(t, said, lastField(key), v)
					checkUTF8(t, untreated, v)
				}
			}
		}
	})
}
