package spanstore

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// tracesOfEight makes plain spans of 12 attributes, eight a trace.
type tracesOfEight struct {
	random    *rand.Rand
	resources []*model.Resource
	next      uint64
	now       uint64
}

func newTracesOfEight() *tracesOfEight {
	g := &tracesOfEight{random: rand.New(rand.NewPCG(3, 4)), now: uint64(noon.Add(-time.Hour).UnixNano())}
	for i := range 5 {
		name := fmt.Sprintf("service-%d", i)
		g.resources = append(g.resources, &model.Resource{Service: name, Attributes: []model.Attribute{
			text("service.name", name), text("service.version", "1.4.2"), text("host.name", fmt.Sprintf("node-%d", i)),
		}})
	}
	return g
}

func number12(key string, n uint64) model.Attribute {
	return model.Attribute{Key: key, Value: model.Value{Type: model.Int, Bits: n}}
}

func (g *tracesOfEight) spans(n int) []*model.Span {
	spans := make([]*model.Span, n)
	var trace model.TraceID
	var root model.SpanID
	for i := range spans {
		s := &model.Span{Name: operations[g.random.IntN(len(operations))], Kind: uint8(1 + g.random.IntN(5)), Scope: benchScope}
		for at := range s.SpanID {
			s.SpanID[at] = byte(g.random.Uint32())
		}
		if g.next%8 == 0 {
			for at := range trace {
				trace[at] = byte(g.random.Uint32())
			}
			root = s.SpanID
		} else {
			s.ParentID = root
		}
		g.next++
		g.now += 1000 + g.random.Uint64N(50_000)
		s.TraceID, s.Start, s.End = trace, g.now, g.now+g.random.Uint64N(200_000_000)
		s.Resource = g.resources[g.random.IntN(len(g.resources))]
		code := 200
		if g.random.IntN(50) == 0 {
			code, s.StatusCode = 500, statusError
		}
		s.Attributes = []model.Attribute{
			text("http.request.method", methods[g.random.IntN(len(methods))]), number12("http.response.status_code", uint64(code)),
			text("url.path", fmt.Sprintf("/api/v1/items/%d", g.random.IntN(5000))), text("server.address", "shop.example.com"),
			number12("server.port", 443), text("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) shop/3.2"),
			text("client.address", fmt.Sprintf("10.0.%d.%d", g.random.IntN(8), g.random.IntN(256))),
			text("user.id", fmt.Sprintf("user-%d", g.random.IntN(20_000))), text("session.id", fmt.Sprintf("%016x", g.random.Uint64())),
			number12("http.response.body.size", g.random.Uint64N(60_000)), text("deployment.environment.name", "production"),
			{Key: "cache.hit", Value: model.Value{Type: model.Bool, Bits: g.random.Uint64N(2)}},
		}
		spans[i] = s
	}
	return spans
}

var (
	operations = []string{"GET /items", "POST /orders", "SELECT items", "render", "checkout"}
	methods    = []string{"GET", "POST", "PUT"}
	benchScope = &model.Scope{Name: "io.opentelemetry.http", Version: "2.1.0"}
)

func benchClock() time.Time { return noon.Add(24 * time.Hour) }

func BenchmarkAppend(b *testing.B) {
	for _, size := range []int{200, 1000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			s := openStore(b, Config{Dir: b.TempDir(), Now: benchClock}, nil)
			g := newTracesOfEight()
			var took []time.Duration
			for b.Loop() {
				b.StopTimer()
				all := items(g.spans(size)...)
				b.StartTimer()
				begin := time.Now()
				require.NoError(b, s.Append(b.Context(), all))
				took = append(took, time.Since(begin))
			}
			slices.Sort(took)
			b.ReportMetric(float64(size*b.N)/b.Elapsed().Seconds(), "spans/s")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
		})
	}
}

// filled returns the folder of a store of a number of spans, and how many bytes each takes.
func filled(b *testing.B, spans int) (dir string, bytes float64) {
	b.Helper()
	dir = b.TempDir()
	s, err := Open(b.Context(), Config{Dir: dir, Now: benchClock}, nil)
	require.NoError(b, err)
	g := newTracesOfEight()
	for range spans / 1000 {
		appendSpans(b, s, g.spans(1000)...)
	}
	seal(b, s)
	require.NoError(b, s.Close())
	info, err := os.Stat(dir + "/" + fileName)
	require.NoError(b, err)
	return dir, float64(info.Size()) / float64(spans)
}

// p95 reports how long all but one in twenty of the calls of f took.
func p95(b *testing.B, f func(i int)) {
	b.Helper()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		begin := time.Now()
		f(i)
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

func BenchmarkMillion(b *testing.B) {
	dir, bytes := filled(b, 1_000_000)
	b.Run("Open", func(b *testing.B) {
		p95(b, func(int) {
			s, err := Open(b.Context(), Config{Dir: dir, Now: benchClock}, nil)
			require.NoError(b, err)
			b.StopTimer()
			require.NoError(b, s.Close())
			b.StartTimer()
		})
		b.ReportMetric(bytes, "B/span")
	})
	s := openStore(b, Config{Dir: dir, Now: benchClock}, nil)
	var ids []model.TraceID
	after := ""
	for range 20 {
		list, err := s.Traces(b.Context(), Filter{}, after, 1000)
		require.NoError(b, err)
		for i := 0; i < len(list.Traces); i += 5 {
			ids = append(ids, list.Traces[i].ID)
		}
		after = list.Next
	}
	random := rand.New(rand.NewPCG(5, 6))
	b.Run("Trace", func(b *testing.B) {
		p95(b, func(int) {
			_, err := s.Trace(b.Context(), ids[random.IntN(len(ids))])
			require.NoError(b, err)
		})
	})
	b.Run("Traces", func(b *testing.B) {
		p95(b, func(int) {
			_, err := s.Traces(b.Context(), Filter{}, "", 50)
			require.NoError(b, err)
		})
	})
	for name, where := range map[string]func() []KeyValue{
		"common": func() []KeyValue { return []KeyValue{{Key: "http.request.method", Value: "GET"}} },
		"user": func() []KeyValue {
			return []KeyValue{{Key: "user.id", Value: fmt.Sprintf("user-%d", random.IntN(20_000))}}
		},
		"none": func() []KeyValue {
			return []KeyValue{{Key: "user.id", Value: fmt.Sprintf("nobody-%d", random.IntN(20_000))}}
		},
		"two": func() []KeyValue {
			return []KeyValue{{Key: "http.request.method", Value: "GET"}, {Key: "http.response.status_code", Value: "500"}}
		},
	} {
		b.Run("Where/"+name, func(b *testing.B) {
			p95(b, func(int) {
				_, err := s.Traces(b.Context(), Filter{Where: where()}, "", 50)
				require.NoError(b, err)
			})
		})
	}
}
