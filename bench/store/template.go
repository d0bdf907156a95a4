package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

const (
	spansPerRequest = 500
	spansPerTrace   = 10
	// templatesPerSender are so many that no block of the store meets the same values twice.
	templatesPerSender = 32
)

// template is a request in protobuf, of which ids and times are written anew each time: that costs the sender next to nothing.
type template struct {
	text  []byte
	spans []places
}

// places are where in the text a span has what changes; a parent of 0 is none.
type places struct{ trace, id, parent, start, end int }

// newTemplate makes spans as web frameworks write them, in traces of 10.
func newTemplate(random *rand.Rand, count int) (*template, error) {
	td := ptrace.NewTraces()
	resource := td.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", []string{"shop", "cart", "stock", "payment"}[random.IntN(4)])
	resource.Resource().Attributes().PutStr("host.name", fmt.Sprintf("node-%d", random.IntN(20)))
	spans := resource.ScopeSpans().AppendEmpty().Spans()
	var trace [16]byte
	var root [8]byte
	for i := range count {
		span := spans.AppendEmpty()
		if i%spansPerTrace == 0 {
			binary.BigEndian.PutUint64(trace[:8], random.Uint64())
			binary.BigEndian.PutUint64(trace[8:], random.Uint64())
			binary.BigEndian.PutUint64(root[:], random.Uint64())
			span.SetSpanID(root)
		} else {
			var id [8]byte
			binary.BigEndian.PutUint64(id[:], random.Uint64())
			span.SetSpanID(id)
			span.SetParentSpanID(root)
		}
		span.SetTraceID(trace)
		span.SetStartTimestamp(pcommon.Timestamp(random.Uint64()))
		span.SetEndTimestamp(pcommon.Timestamp(random.Uint64()))
		fillSpan(span, random)
	}
	text, err := ptraceotlp.NewExportRequestFromTraces(td).MarshalProto()
	if err != nil {
		return nil, err
	}
	t := &template{text: text}
	return t, t.find(spans)
}

// fillSpan writes 12 attributes.
func fillSpan(span ptrace.Span, random *rand.Rand) {
	routes := []string{"/orders/{id}", "/carts/{id}", "/items/{id}", "/users/{id}/orders/{id}", "/search"}
	agents := []string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148",
		"okhttp/5.1.0", "curl/8.15.0",
	}
	route := routes[random.IntN(len(routes))]
	span.SetName("GET " + route)
	span.SetKind(ptrace.SpanKindServer)
	attributes := span.Attributes()
	attributes.PutStr("http.request.method", "GET")
	attributes.PutStr("url.scheme", "https")
	attributes.PutStr("url.path", fmt.Sprintf("%s/%d", route[:6], random.IntN(1_000_000)))
	attributes.PutStr("http.route", route)
	attributes.PutStr("server.address", "shop.example")
	attributes.PutInt("server.port", 443)
	code := int64(200)
	if random.IntN(50) == 0 {
		code = 404
	}
	attributes.PutInt("http.response.status_code", code)
	attributes.PutStr("user_agent.original", agents[random.IntN(len(agents))])
	attributes.PutStr("network.protocol.version", "1.1")
	attributes.PutStr("client.address", fmt.Sprintf("192.0.%d.%d", random.IntN(16), random.IntN(256)))
	attributes.PutInt("http.response.body.size", int64(random.IntN(40_000)))
	attributes.PutStr("enduser.id", fmt.Sprintf("customer-%d", random.IntN(users)))
}

// users are the values of enduser.id, of which queries ask for one.
const users = 20_000

// find looks for what changes, in the order in which pdata writes a span: the last field first.
func (t *template) find(spans ptrace.SpanSlice) error {
	at := 0
	next := func(value []byte) int {
		i := bytes.Index(t.text[at:], value)
		if i < 0 {
			return -1
		}
		at += i + len(value)
		return at - len(value)
	}
	for _, span := range spans.All() {
		trace, id, parent := span.TraceID(), span.SpanID(), span.ParentSpanID()
		var p places
		p.end = next(binary.LittleEndian.AppendUint64(nil, uint64(span.EndTimestamp())))
		p.start = next(binary.LittleEndian.AppendUint64(nil, uint64(span.StartTimestamp())))
		if !parent.IsEmpty() {
			p.parent = next(parent[:])
		}
		p.id = next(id[:])
		p.trace = next(trace[:])
		if min(p.trace, p.id, p.parent, p.start, p.end) < 0 {
			return errors.New("pdata writes spans in another order")
		}
		t.spans = append(t.spans, p)
	}
	return nil
}

// renew writes other ids, and times that end now.
func (t *template) renew(random *rand.Rand) {
	now := uint64(time.Now().UnixNano())
	var trace, root uint64
	for i, p := range t.spans {
		id := random.Uint64()
		if i%spansPerTrace == 0 {
			trace, root = random.Uint64(), id
		}
		binary.BigEndian.PutUint64(t.text[p.trace:], trace)
		binary.BigEndian.PutUint64(t.text[p.id:], id)
		if p.parent > 0 {
			binary.BigEndian.PutUint64(t.text[p.parent:], root)
		}
		took := uint64(random.IntN(int(200 * time.Millisecond)))
		binary.LittleEndian.PutUint64(t.text[p.start:], now-took)
		binary.LittleEndian.PutUint64(t.text[p.end:], now)
	}
}
