package catalogue

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// benchConversations is how many conversations the benchmarks have; each has ten spans, of which two are calls of a model and one of a
// tool.
const benchConversations = 100_000

// generate returns the spans of a conversation.
func generate(n int, rng *rand.Rand) []spanstore.Applied {
	words := func(count int) string {
		var text strings.Builder
		for range count {
			// Of 20,000 words few are frequent.
			fmt.Fprintf(&text, "w%d ", int(20_000*rng.Float64()*rng.Float64()*rng.Float64()))
		}
		return text.String()
	}
	session := fmt.Sprintf("session-%d", n)
	asked, said := user(words(15)), answer(words(40))
	first := chat(session, asked, said)
	score := 100 * rng.Float64()
	second := judged(chat(session, asked, said, user(words(10)+"please"), answer(words(30))), signals.QualityOf(score).String(), score)
	for _, o := range []*observe.Observation{first, second} {
		o.Model, o.Agent = fmt.Sprintf("model-%d", rng.IntN(8)), fmt.Sprintf("agent-%d", rng.IntN(30))
		o.User = fmt.Sprintf("user-%d", rng.IntN(5000))
	}
	if score < 40 {
		leaf := signals.Leaf(rng.IntN(signals.LeafCount))
		f := found(leaf, 2, fmt.Sprintf("order %d not found in table%c", rng.IntN(1000), 'a'+rng.IntN(20)), true)
		f.Metadata.Tool = fmt.Sprintf("tool_%d", rng.IntN(40))
		second.Findings = append(second.Findings, f)
	}
	at := n
	spans := []spanstore.Applied{
		spanAt(n, 10*n+1, at, first), spanAt(n, 10*n+2, at+5, second),
		spanAt(n, 10*n+3, at+4, tool(session, fmt.Sprintf("tool_%d", rng.IntN(40)), "c")),
	}
	for i := range 7 {
		spans = append(spans, spanAt(n, 10*n+4+i, at, nil))
	}
	return spans
}

var library = sync.OnceValues(func() (*desk, error) {
	dir, err := os.MkdirTemp("", "catalogue")
	stocks = filepath.Join(dir, "traces.db")
	return &desk{path: stocks}, err
})

// stocked is a catalogue with all conversations.
func stocked(b *testing.B) *desk {
	b.Helper()
	d, err := library()
	require.NoError(b, err)
	d.tb = b
	if d.c != nil {
		d.open()
		return d
	}
	d.open()
	rng := rand.New(rand.NewPCG(1, 1))
	begin := time.Now()
	for n := 0; n < benchConversations; {
		var batch []spanstore.Applied
		for len(batch) < 5000 {
			batch = append(batch, generate(n, rng)...)
			n++
		}
		d.apply(batch...)
	}
	info, err := os.Stat(d.path)
	require.NoError(b, err)
	took := time.Since(begin)
	b.Logf("%d spans of %d conversations in %v, %.0f spans/s, %d bytes a conversation", d.seq, benchConversations, took,
		float64(d.seq)/took.Seconds(), info.Size()/benchConversations)
	return d
}

func BenchmarkQueries(b *testing.B) {
	d := stocked(b)
	ctx := context.Background()
	list := func(search, order string) func() error {
		return func() error {
			_, err := d.c.Conversations(ctx, d.conn, traceapi.Query{Search: search, Order: order}, nil)
			return err
		}
	}
	for _, query := range []struct {
		name string
		run  func() error
	}{
		{"worst", list("", "")},
		{"newest", list("", traceapi.OrderNewest)},
		{"service", list("service:shop", "")},
		{"fields", list("quality:severe,poor model:model-3 tool:tool_7 turns:>2", "")},
		{"signal", list("signal:escalation -agent:agent-1", traceapi.OrderNewest)},
		{"session", list("session:session-77777", "")},
		{"user", list("user:user-42", "")},
		{"rare word", list("w19000", "")},
		{"frequent word", list("please", "")},
		{"phrase", list(`"w1 w2"`, "")},
		{"words and fields", list("w5 w100 quality:severe", "")},
		{"prefix", list("w1234*", "")},
		{"nothing", list("please -please", "")},
		{"issues", func() error {
			_, err := d.c.Issues(ctx, d.conn, traceapi.Query{}, nil)
			return err
		}},
		{"issues of a service", func() error {
			_, err := d.c.Issues(ctx, d.conn, traceapi.Query{Search: "service:shop signal:failure", From: epoch + 50_000*second}, nil)
			return err
		}},
		{"trends by quality", func() error {
			_, err := d.c.Trends(ctx, d.conn, traceapi.Query{}, traceapi.ByQuality, nil)
			return err
		}},
		{"trends by tool", func() error {
			_, err := d.c.Trends(ctx, d.conn, traceapi.Query{}, traceapi.ByTool, nil)
			return err
		}},
		{"suggest", func() error {
			_, err := d.c.Suggest(ctx, d.conn, "session", "session-7", 10)
			return err
		}},
		{"conversation", func() error {
			_, err := d.c.Conversation(ctx, d.conn, FormatID(key{'s', "session-777"}.hash(0)))
			return err
		}},
	} {
		b.Run(query.name, func(b *testing.B) {
			var took []time.Duration
			runtime.GC()
			for b.Loop() {
				begin := time.Now()
				if err := query.run(); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(begin))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	d := stocked(b)
	for b.Loop() {
		if err := New(Options{}).Migrate(d.conn); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLongConversation adds a call to one that is as long as can be, whose calls hold all that was said before.
func BenchmarkLongConversation(b *testing.B) {
	d := newDesk(b)
	var said []signals.Message
	var batch []spanstore.Applied
	for n := range maxCalls - 1000 {
		said = append(said, user(fmt.Sprintf("question %d", n)), answer(fmt.Sprintf("answer %d", n)))
		batch = append(batch, spanAt(n/10, n+1, 2*n, chat("s", said...)))
		if len(batch) == 500 {
			d.apply(batch...)
			batch = nil
		}
	}
	n := maxCalls
	for b.Loop() {
		n++
		d.apply(spanAt(n/10, n+1, 2*n, chat("s", said...)))
	}
}
