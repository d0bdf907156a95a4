package faults

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// at adds a span of trace 1 from start to end; outcome is how the request to a model ended that it stands for.
func (b *batch) at(id, parent byte, start, end pcommon.Timestamp, kind spankind.Kind, outcome Call, fault *Fault) *batch {
	span := b.add(1, id, parent, kind, fault)
	span.SetStartTimestamp(start)
	span.SetEndTimestamp(end)
	b.given[len(b.given)-1].Call = outcome
	return b
}

// around adds a span of trace 1 that has nothing to do with models.
func (b *batch) around(id, parent byte, start, end pcommon.Timestamp) *batch {
	span := b.well(1, id, parent)
	span.SetStartTimestamp(start)
	span.SetEndTimestamp(end)
	return b
}

// fatal resolves the batch and returns the leaves that tell that a request got no answer, and those that do not.
func (b *batch) fatal(r *Resolver) (fatal, other []signals.Leaf) {
	r.Resolve(b.traces, b.given, func(_ int, evidence signals.Evidence) {
		if evidence.Fatal {
			fatal = append(fatal, evidence.Leaf)
		} else {
			other = append(other, evidence.Leaf)
		}
	})
	return fatal, other
}

const request = spankind.Other

func TestARequestThatNobodyAnsweredIsTheEndOfItsTrace(t *testing.T) {
	limited := []signals.Leaf{signals.RateLimit}
	for name, tt := range map[string]struct {
		batch        *batch
		fatal, other []signals.Leaf
	}{
		"only the client's span tells": {
			newBatch().at(2, 9, 10, 20, request, CallFailed, &rateLimit).around(1, 0, 0, 30), limited, nil,
		},
		"the client's span is all there is": {newBatch().at(2, 0, 10, 20, request, CallFailed, &rateLimit), limited, nil},
		"what is around it is not known":    {newBatch().at(2, 9, 10, 20, request, CallFailed, &rateLimit), nil, limited},
		"answered when made again": {
			newBatch().at(2, 9, 10, 20, request, CallFailed, &rateLimit).at(3, 9, 21, 25, request, CallAnswered, nil).around(1, 0, 0, 30),
			nil, limited,
		},
		"answered within its model call": {
			newBatch().at(2, 4, 10, 20, request, CallFailed, &rateLimit).at(4, 1, 9, 26, spankind.Chat, CallAnswered, nil).around(1, 0, 0, 30),
			nil, limited,
		},
		"another was answered before": {
			newBatch().at(3, 1, 1, 5, spankind.Chat, CallAnswered, nil).at(2, 9, 10, 20, request, CallFailed, &rateLimit).around(1, 0, 0, 30),
			limited, nil,
		},
		"the model call itself": {newBatch().at(2, 1, 10, 20, spankind.Chat, CallFailed, &rateLimit), limited, nil},
		"the model call, asked again": {
			newBatch().at(2, 1, 10, 20, spankind.Chat, CallFailed, &rateLimit).at(3, 1, 21, 25, spankind.Chat, CallAnswered, nil), nil, limited,
		},
		"the agent": {newBatch().at(2, 1, 10, 20, spankind.Agent, CallFailed, &rateLimit), limited, nil},
		"a step under an agent that went on": {
			newBatch().at(2, 1, 10, 20, spankind.Step, CallFailed, &rateLimit).at(3, 1, 21, 25, spankind.Chat, CallAnswered, nil), nil, limited,
		},
		"a tool that ended its agent": {
			newBatch().at(3, 2, 12, 18, spankind.Tool, NoCall, &rateLimit).at(2, 1, 10, 20, spankind.Agent, CallFailed, &rateLimit), limited, nil,
		},
		"a tool": {newBatch().at(3, 2, 12, 18, spankind.Tool, NoCall, &rateLimit).around(1, 0, 0, 30), nil, limited},
	} {
		fatal, other := tt.batch.fatal(newResolver())
		assert.Equal(t, tt.fatal, fatal, name)
		assert.Equal(t, tt.other, other, name)
	}
}

// TestRequestsThatFailInTurn are as many faults, whether a model call stands around them, beside them or nowhere.
func TestRequestsThatFailInTurn(t *testing.T) {
	three := []signals.Leaf{signals.RateLimit, signals.APIError, signals.Network}
	requests := func(parent byte) *batch {
		return newBatch().around(1, 0, 0, 50).
			at(2, parent, 10, 15, request, CallFailed, &rateLimit).
			at(3, parent, 20, 25, request, CallFailed, &bare503).
			at(4, parent, 30, 35, request, CallFailed, &network)
	}
	for name, b := range map[string]*batch{
		"nowhere": requests(9),
		"around":  requests(5).at(5, 1, 9, 36, spankind.Chat, CallFailed, &network),
		"vaguely": requests(5).at(5, 1, 9, 36, spankind.Chat, CallFailed, &vague),
		"beside":  requests(1).at(5, 1, 9, 36, spankind.Chat, CallFailed, &network),
	} {
		fatal, other := b.fatal(newResolver())
		assert.ElementsMatch(t, three, fatal, name)
		assert.Empty(t, other, name)
	}
	nested := newBatch().around(1, 0, 0, 50).
		at(2, 1, 5, 40, request, CallFailed, &bare503).
		at(3, 2, 10, 35, spankind.Chat, CallFailed, &vague).
		at(4, 3, 12, 30, request, CallFailed, &network)
	fatal, other := nested.fatal(newResolver())
	assert.Equal(t, []signals.Leaf{signals.Network}, fatal, "one fault, passed on")
	assert.Empty(t, other)
}

func TestRequestsThatFailInTurnInBatchesOfTheirOwn(t *testing.T) {
	r := newResolver()
	for i, fault := range []*Fault{&rateLimit, &bare503, &network, &bare503} {
		start := pcommon.Timestamp(10 * i)
		fatal, other := newBatch().at(byte(2+i), 9, start+1, start+5, request, CallFailed, fault).fatal(r)
		assert.Empty(t, fatal)
		assert.Len(t, other, min(1, 3-i), "a leaf is told once")
	}
}

// end returns the span of a batch that ends a request without an answer, 0 where none does.
func (b *batch) end(r *Resolver) (id byte) {
	spansOf := b.traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans()
	for _, span := range spansOf.All() {
		if evidence, ok := r.End(span); ok && evidence.Fatal && evidence.Leaf == noLeaf {
			id = span.SpanID()[0]
		}
	}
	return id
}

func TestWhatIsAroundARequestEndsIt(t *testing.T) {
	failed := func() *batch { return newBatch().at(2, 9, 10, 20, request, CallFailed, &rateLimit) }
	for name, tt := range map[string]struct {
		later []*batch
		want  byte
	}{
		"around it":             {[]*batch{newBatch().around(1, 0, 0, 30)}, 1},
		"before it":             {[]*batch{newBatch().around(1, 0, 0, 9)}, 0},
		"the request again":     {[]*batch{failed()}, 0},
		"sent again":            {[]*batch{newBatch().around(1, 0, 0, 30), newBatch().around(1, 0, 0, 30)}, 1},
		"only the first":        {[]*batch{newBatch().around(3, 1, 5, 25), newBatch().around(1, 0, 0, 30)}, 0},
		"answered since":        {[]*batch{newBatch().at(3, 9, 21, 25, request, CallAnswered, nil), newBatch().around(1, 0, 0, 30)}, 0},
		"answered, same batch":  {[]*batch{newBatch().at(3, 9, 21, 25, request, CallAnswered, nil).around(1, 0, 0, 30)}, 0},
		"answered before it":    {[]*batch{newBatch().at(3, 9, 1, 5, request, CallAnswered, nil), newBatch().around(1, 0, 0, 30)}, 1},
		"another failed before": {[]*batch{newBatch().at(3, 9, 1, 5, request, CallFailed, &network), newBatch().around(1, 0, 0, 30)}, 1},
	} {
		r := newResolver()
		fatal, _ := failed().fatal(r)
		assert.Empty(t, fatal, name)
		assert.True(t, r.HasOpen(), name)
		ended := byte(0)
		for _, b := range tt.later {
			b.fatal(r)
			ended = b.end(r)
		}
		assert.Equal(t, tt.want, ended, name)
	}
	r := newResolver()
	newBatch().at(2, 9, 10, 20, request, CallFailed, &rateLimit).around(1, 0, 0, 30).fatal(r)
	assert.False(t, r.HasOpen(), "it is told already")
}

func TestAModelCallEndsARequestThatWasToldBefore(t *testing.T) {
	r := newResolver()
	newBatch().at(2, 3, 10, 20, request, CallFailed, &rateLimit).fatal(r)
	fatal, other := newBatch().at(3, 1, 9, 21, spankind.Chat, CallFailed, &rateLimit).fatal(r)
	assert.Equal(t, []signals.Leaf{noLeaf}, fatal, "the signal was raised before")
	assert.Empty(t, other)
	fatal, other = newBatch().at(4, 1, 30, 31, spankind.Chat, CallFailed, &rateLimit).fatal(r)
	assert.Empty(t, append(fatal, other...), "once a trace")
}

func TestCalls(t *testing.T) {
	span := ptrace.NewSpan()
	for name, tt := range map[string]struct {
		kind     spankind.Kind
		note     func(*Facts)
		answered bool
		want     Call
	}{
		"chat without an answer":    {spankind.Chat, func(f *Facts) { f.MarkRelevant(); f.modelURL = true }, false, NoCall},
		"chat":                      {spankind.Chat, func(f *Facts) { f.MarkRelevant() }, false, CallAnswered},
		"chat of nobody":            {spankind.Chat, func(*Facts) {}, false, NoCall},
		"chat that failed":          {spankind.Chat, func(f *Facts) { f.MarkRelevant(); status(f, 429) }, false, CallFailed},
		"chat that failed too late": {spankind.Chat, func(f *Facts) { f.MarkRelevant(); status(f, 429) }, true, CallAnswered},
		"agent":                     {spankind.Agent, func(f *Facts) { f.MarkRelevant() }, false, NoCall},
		"agent that failed":         {spankind.Agent, func(f *Facts) { f.MarkRelevant(); status(f, 503) }, false, CallFailed},
		"request":                   {request, func(f *Facts) { url(f, "/v1/chat/completions"); status(f, 200) }, false, CallAnswered},
		"request that failed":       {request, func(f *Facts) { url(f, "/v1/chat/completions"); status(f, 500) }, false, CallFailed},
		"request, refused":          {request, func(f *Facts) { url(f, "/v1/chat/completions"); status(f, 400) }, false, NoCall},
		"request elsewhere":         {request, func(f *Facts) { url(f, "/checkout"); status(f, 200) }, false, NoCall},
		"embeddings":                {spankind.Embeddings, func(f *Facts) { f.MarkRelevant(); status(f, 500) }, false, NoCall},
	} {
		var f Facts
		f.SetClassifier(byName{})
		tt.note(&f)
		f.Settle(span, tt.kind, tt.answered)
		assert.Equal(t, tt.want, f.Call(span, tt.kind, tt.answered, f.modelURL), name)
	}
}

func status(f *Facts, code int64) {
	HTTPStatus(f, "http.response.status_code", pcommon.NewValueInt(code))
}

func url(f *Facts, path string) { ModelURL(f, "url.path", pcommon.NewValueStr(path)) }

// TestPathsOfModelsThatOthersHaveToo count where a client asks, not where a service of another kind is asked.
func TestPathsOfModelsThatOthersHaveToo(t *testing.T) {
	for path, client := range map[string]bool{
		"/v1/messages": false, "/openai/responses?api-version=1": true, "/anthropic/messages": true,
		"/model/anthropic.claude/invoke": true, "/v1beta/models/gemini:generateContent": false,
	} {
		for kind, want := range map[ptrace.SpanKind]bool{ptrace.SpanKindClient: true, ptrace.SpanKindServer: !client} {
			span := ptrace.NewSpan()
			span.SetKind(kind)
			var f Facts
			f.SetClassifier(byName{})
			url(&f, path)
			status(&f, 503)
			_, ok := f.Settle(span, request, false)
			assert.Equal(t, want, ok, "%s, %s", path, kind)
		}
	}
}

func TestAModelCallThatFailedWithoutAName(t *testing.T) {
	for name, tt := range map[string]struct {
		message  string
		kind     spankind.Kind
		answered bool
		want     string
	}{
		"a text":     {"AI SDK operation failed", spankind.Chat, false, "status=AI SDK operation failed"},
		"no text":    {"", spankind.Chat, false, "status=error"},
		"an answer":  {"AI SDK operation failed", spankind.Chat, true, ""},
		"a step":     {"AI SDK operation failed", spankind.Step, false, ""},
		"the caller": {"Request was aborted.", spankind.Chat, false, ""},
	} {
		span := ptrace.NewSpan()
		span.Status().SetCode(ptrace.StatusCodeError)
		span.Status().SetMessage(tt.message)
		var f Facts
		f.SetClassifier(byName{})
		f.MarkRelevant()
		fault, ok := f.Settle(span, tt.kind, tt.answered)
		assert.Equal(t, tt.want != "", ok, name)
		assert.Equal(t, tt.want, fault.Source, name)
	}
}

func TestRequestsInATraceOfTheirOwn(t *testing.T) {
	chatAround := func(outcome Call) *batch {
		b := newBatch().at(2, 0, 10, 20, request, CallFailed, &rateLimit)
		chat := b.add(2, 1, 0, spankind.Chat, nil)
		chat.SetStartTimestamp(5)
		chat.SetEndTimestamp(30)
		b.given[1].Call = outcome
		return b
	}
	fatal, _ := chatAround(CallAnswered).fatal(newResolver())
	assert.Empty(t, fatal, "made again by a model call that was answered")
	fatal, _ = chatAround(NoCall).fatal(newResolver())
	assert.Len(t, fatal, 1)

	fatal, other := newBatch().at(1, 0, 10, 20, spankind.Tool, NoCall, &network).fatal(newResolver())
	assert.Empty(t, fatal, "a tool is not what is asked")
	assert.Len(t, other, 1)
}
