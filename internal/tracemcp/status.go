package tracemcp

import (
	"context"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const statusDescription = "Tells what the store holds, since when, its size, what it lost, and where to send spans."

type statusInput struct{ sized }

func (t *tools) status(ctx context.Context, _ statusInput, a *answer) error {
	s, err := t.store.Status(ctx)
	if err != nil {
		return err
	}
	a.addf("now %s; collector %s, started %s\n", clock(t.now().UnixNano()), name(s.Version), t.age(s.Start))
	a.addf("%d conversations, %d traces, %d spans", s.Conversations, s.Traces, s.Spans)
	if s.Spans > 0 {
		a.addf(", the oldest of %s", clock(s.Oldest))
	}
	a.addf("\n%d of %d MB on disk\n", s.Bytes>>20, s.MaxBytes>>20)
	if s.Lost > 0 || s.Problem != "" {
		a.addf("lost %d spans since the start: %s\n", s.Lost, quote(s.Problem, sentenceBytes))
	}
	if s.OTLPGRPC != "" || s.OTLPHTTP != "" {
		a.addf("send OTLP to gRPC %s, HTTP %s\n", name(s.OTLPGRPC), name(s.OTLPHTTP))
	}
	if s.Conversations == 0 {
		return nil
	}
	quality, err := t.store.Trends(ctx, traceapi.Query{}, traceapi.ByQuality)
	if err != nil {
		return err
	}
	for _, s := range quality.Series {
		a.addf("%s: %d\n", name(s.Name), total(s.Values))
	}
	a.note("next: issues since=1d")
	return nil
}
