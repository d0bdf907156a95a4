// Package samplespans makes up spans as senders without messages have them: 12 attributes, ten spans a trace.
package samplespans

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// Generator makes spans one after the other, always the same ones for a seed.
type Generator struct {
	random    *rand.Rand
	seq       uint64
	clock     uint64
	resources []*model.Resource
	scope     *model.Scope
	trace     model.TraceID
	left      int
	root      model.SpanID
	session   string
}

// The keys of values that many spans, some spans and one span have.
const (
	KeyFrequent = "http.response.status_code"
	KeyMedium   = "gen_ai.conversation.id"
	KeyRare     = "http.request.header.x-request-id"
)

// New begins with a seed.
func New(seed uint64) *Generator {
	random := rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // made-up data, the same each time
	g := &Generator{random: random, clock: 1_790_000_000_000_000_000}
	for i := range 4 {
		g.resources = append(g.resources, &model.Resource{
			Service: fmt.Sprintf("service-%d", i),
			Attributes: []model.Attribute{
				text("service.name", fmt.Sprintf("service-%d", i)), text("host.name", fmt.Sprintf("host-%d", i)),
				text("telemetry.sdk.language", "python"), text("telemetry.sdk.version", "1.38.0"),
			},
		})
	}
	g.scope = &model.Scope{Name: "opentelemetry.instrumentation.httpx", Version: "0.59b0"}
	return g
}

const (
	spansPerTrace      = 10
	spansPerSession    = 50
	routes             = 40
	users              = 5000
	errorPercent       = 3
	nanosecondsBetween = 2_000_000
	maxDuration        = 3_000_000_000
)

var (
	models  = []string{"gpt-5", "gpt-5-mini", "claude-sonnet-4-5", "claude-haiku-4-5", "gemini-2.5-pro", "qwen3-32b"}
	methods = []string{"GET", "POST", "POST", "POST", "PUT"}
	codes   = []uint64{200, 200, 200, 200, 200, 200, 201, 204, 400, 404, 429, 500, 503}
	hosts   = []string{"api.openai.com", "api.anthropic.com", "plano.internal", "inventory.shop.internal"}
	names   = []string{"chat gpt-5", "execute_tool get_invoice", "POST /v1/chat/completions", "invoke_agent support", "retrieval", "GET"}
)

// Next returns the next spans.
func (g *Generator) Next(n int) []*model.Span {
	spans := make([]*model.Span, n)
	for i := range spans {
		spans[i] = g.span()
	}
	return spans
}

func (g *Generator) span() *model.Span {
	if g.seq%spansPerSession == 0 {
		g.session = uuid(g.random.Uint64(), g.random.Uint64())
	}
	s := &model.Span{}
	binary.LittleEndian.PutUint64(s.SpanID[:], g.random.Uint64())
	if g.left == 0 {
		g.left = spansPerTrace
		binary.LittleEndian.PutUint64(g.trace[:], g.random.Uint64())
		binary.LittleEndian.PutUint64(g.trace[8:], g.random.Uint64())
		g.root = s.SpanID
	} else {
		s.ParentID = g.root
	}
	g.left--
	g.seq++
	g.clock += uint64(g.random.IntN(nanosecondsBetween))
	s.Seq, s.TraceID, s.Name, s.Kind = g.seq, g.trace, pick(g, names), 3
	s.Start = g.clock
	s.End = s.Start + uint64(g.random.IntN(maxDuration))
	s.Resource, s.Scope, s.Flags = g.resources[g.random.IntN(len(g.resources))], g.scope, 0x101
	if g.random.IntN(100) < errorPercent {
		s.StatusCode, s.StatusMessage = 2, "upstream connect error or disconnect/reset before headers"
	}
	s.Attributes = g.attributes()
	return s
}

func (g *Generator) attributes() []model.Attribute {
	host := pick(g, hosts)
	route := g.random.IntN(routes)
	return []model.Attribute{
		text("http.request.method", pick(g, methods)),
		text("url.full", fmt.Sprintf("https://%s/v1/route-%d/items/%d", host, route, g.random.IntN(100_000))),
		text("http.route", fmt.Sprintf("/v1/route-%d/items/{id}", route)),
		text("server.address", host),
		number("server.port", 443),
		number(KeyFrequent, pick(g, codes)),
		text(KeyMedium, g.session),
		text(KeyRare, uuid(g.random.Uint64(), g.random.Uint64())),
		text("gen_ai.request.model", pick(g, models)),
		number("gen_ai.usage.input_tokens", uint64(g.random.IntN(8000))),
		text("user.id", fmt.Sprintf("user-%d", g.random.IntN(users))),
		{Key: "http.client.duration", Value: model.Value{
			Type: model.Double, Bits: math.Float64bits(float64(g.random.IntN(3_000_000)) / 1000),
		}},
	}
}

func pick[T any](g *Generator, of []T) T { return of[g.random.IntN(len(of))] }

func text(key, value string) model.Attribute {
	return model.Attribute{Key: key, Value: model.Value{Type: model.String, Text: value}}
}

func number(key string, n uint64) model.Attribute {
	return model.Attribute{Key: key, Value: model.Value{Type: model.Int, Bits: n}}
}

func uuid(a, b uint64) string {
	digits := hex.EncodeToString(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, a), b))
	return digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:]
}
