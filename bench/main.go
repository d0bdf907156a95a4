// Command bench measures what a span costs the built collector on this machine: the
// default pipeline, an agent and a gateway against a bare pipeline of memory_limiter and
// batch, with plain spans, with chat spans of 10 messages, and with sessions of 50 turns that are sent turn by turn, each with the
// whole history. Everything runs on loopback.
//
// CPU time is the collector's own, so it tells more than throughput where the sender,
// the sink and other programs share the cores.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"text/tabwriter"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/bench/talk"
)

func main() {
	rounds := flag.Int("rounds", 5, "measurements of each case, the median of which is shown")
	spans := flag.Int("spans", 200_000, "plain spans of a measurement; of chat spans a tenth")
	senders := flag.Int("senders", 4, "requests under way at a time")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *rounds, *spans, *senders)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A load is a kind of spans; of how many a measurement is made of depends on their size.
type load struct {
	name  string
	spans int
	// requests are those of one sender, which it sends over and over.
	requests func() []ptrace.Traces
}

// pipelines are the collectors that are compared, the first of which is the measure, by
// their configuration files on top of the default one.
var pipelines = []struct {
	name    string
	configs []string
}{
	{"bare", []string{"bench/plano.yaml", "bench/bare.yaml"}},
	{"default", []string{"bench/plano.yaml"}},
	{"agent", []string{"config/agent.yaml", "bench/plano.yaml", "bench/agent.yaml"}},
	{"gateway", []string{"config/gateway.yaml", "bench/plano.yaml", "bench/gateway.yaml"}},
}

// A result is what one measurement showed.
type result struct {
	cpu      time.Duration // of the collector, a span
	spansPer float64       // a second
	bytes    int           // a span, in protobuf
	rss      float64       // bytes, at the end
}

func run(ctx context.Context, rounds, spans, senders int) (err error) {
	sink, err := startSink(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sink.stop()) }()
	collectors, err := startCollectors(ctx, sink)
	defer func() {
		for _, c := range collectors {
			err = errors.Join(err, c.Stop(), os.RemoveAll(c.storage))
		}
	}()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	row(table, "spans", "pipeline", "bytes/span", "CPU µs/span", "spans/s a core", "spans/s here", "RSS MiB", "CPU, bare = 1")
	for _, l := range []load{
		{"plain", spans, oneRequest(plainSpan)}, {"chat", spans / 10, oneRequest(talk.ChatSpan)}, {"session", spans / 10, turnByTurn},
	} {
		results := make([][]result, len(collectors))
		for i := range rounds + 1 {
			// Turn by turn, so that a change in the machine's load meets all.
			for j, c := range collectors {
				r, err := c.measure(ctx, l, senders)
				if err != nil {
					return fmt.Errorf("%s spans through %s: %w", l.name, pipelines[j].name, err)
				}
				if i > 0 { // the first round warms up
					results[j] = append(results[j], r)
				}
			}
		}
		bare := median(results[0])
		for j := range collectors {
			median(results[j]).print(table, l.name, pipelines[j].name, bare)
		}
	}
	return table.Flush()
}

// startCollectors returns those it has started, also with an error.
func startCollectors(ctx context.Context, to *sink) ([]*collector, error) {
	var collectors []*collector
	for _, p := range pipelines {
		c, err := startCollector(ctx, to, p.configs)
		if err != nil {
			return collectors, err
		}
		collectors = append(collectors, c)
	}
	return collectors, nil
}

func median(results []result) result {
	slices.SortFunc(results, func(a, b result) int { return cmp.Compare(a.cpu, b.cpu) })
	return results[len(results)/2]
}

func (r result) print(table *tabwriter.Writer, spans, pipeline string, bare result) {
	micros := float64(r.cpu) / float64(time.Microsecond)
	row(table, spans, pipeline, fmt.Sprint(r.bytes), fmt.Sprintf("%.1f", micros), fmt.Sprintf("%.0f", 1e6/micros),
		fmt.Sprintf("%.0f", r.spansPer), fmt.Sprintf("%.0f", r.rss/(1<<20)), fmt.Sprintf("%.2f", float64(r.cpu)/float64(bare.cpu)))
}

func row(table *tabwriter.Writer, cells ...string) {
	for _, cell := range cells {
		// Flush reports what a write could not do.
		_, _ = fmt.Fprint(table, cell, "\t")
	}
	_, _ = fmt.Fprintln(table)
}
