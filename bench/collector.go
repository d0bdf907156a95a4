package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

const (
	spansPerRequest = 100
	measureTimeout  = 2 * time.Minute
)

// A collector is the built distribution, running.
type collector struct {
	*harness.Collector
	storage string // a folder of its own
}

func startCollector(ctx context.Context, to *sink, configs []string) (*collector, error) {
	storage, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	// Not killed when the context ends: Stop ends it.
	c, err := harness.StartCollector(context.WithoutCancel(ctx), harness.CollectorConfig{Files: configs, Env: []string{
		"BENCH_SINK=" + to.address, "PLANO_STORAGE=" + storage, "PLANO_GATEWAYS=localhost", "OTLP_ENDPOINT=" + to.address,
	}})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(storage))
	}
	return &collector{Collector: c, storage: storage}, nil
}

// counted is what a collector says of itself.
type counted struct{ cpu, sent, failed, rss float64 }

func (c *collector) read(ctx context.Context) (counted, error) {
	families, err := harness.ReadMetrics(ctx, c.Metrics)
	if err != nil {
		return counted{}, err
	}
	return counted{
		cpu:    families.Sum("otelcol_process_cpu_seconds_total"),
		sent:   families.Sum("otelcol_exporter_sent_spans_total"),
		failed: families.Sum("otelcol_exporter_send_failed_spans_total"),
		rss:    families.Sum("otelcol_process_memory_rss_bytes"),
	}, nil
}

// measure sends a load and waits until all of it has come out.
func (c *collector) measure(ctx context.Context, l load, senders int) (result, error) {
	ctx, cancel := context.WithTimeout(ctx, measureTimeout)
	defer cancel()
	before, err := c.read(ctx)
	if err != nil {
		return result{}, err
	}
	start := time.Now()
	bytes, err := c.send(ctx, l, senders)
	if err != nil {
		return result{}, err
	}
	sent := l.rounds(senders) * senders * spansPerRequest
	for {
		after, err := c.read(ctx)
		if err != nil {
			return result{}, err
		}
		if after.sent-before.sent >= float64(sent) {
			return result{
				cpu:      time.Duration((after.cpu - before.cpu) / float64(sent) * float64(time.Second)),
				spansPer: float64(sent) / time.Since(start).Seconds(),
				bytes:    bytes,
				rss:      after.rss,
			}, nil
		}
		if after.failed > 0 {
			return result{}, c.Failure("%.0f spans failed", after.failed)
		}
		select {
		case <-ctx.Done():
			return result{}, c.Failure("%.0f of %d spans came out: %v", after.sent-before.sent, sent, ctx.Err())
		case <-time.After(harness.PollInterval):
		}
	}
}

// rounds is how many requests one sender sends.
func (l load) rounds(senders int) int {
	return max(1, l.spans/spansPerRequest/senders)
}

// send returns the bytes of a span.
func (c *collector) send(ctx context.Context, l load, senders int) (bytes int, err error) {
	conn, err := grpc.NewClient(c.GRPC, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	client := ptraceotlp.NewGRPCClient(conn)
	group, ctx := errgroup.WithContext(ctx)
	for sender := range senders {
		requests := l.requests()
		if sender == 0 {
			if bytes, err = bytesPerSpan(requests); err != nil {
				return 0, err
			}
		}
		group.Go(func() error {
			for i := range l.rounds(senders) {
				traces := requests[i%len(requests)]
				if i%len(requests) == 0 {
					renewSessions(requests)
				}
				harness.RenewTraceIDs(traces)
				response, err := client.Export(ctx, ptraceotlp.NewExportRequestFromTraces(traces))
				if err != nil {
					return err
				}
				if n := response.PartialSuccess().RejectedSpans(); n > 0 {
					return fmt.Errorf("%d spans rejected: %s", n, response.PartialSuccess().ErrorMessage())
				}
			}
			return nil
		})
	}
	return bytes, group.Wait()
}

func bytesPerSpan(requests []ptrace.Traces) (int, error) {
	bytes := 0
	for _, traces := range requests {
		text, err := ptraceotlp.NewExportRequestFromTraces(traces).MarshalProto()
		if err != nil {
			return 0, err
		}
		bytes += len(text)
	}
	return bytes / len(requests) / spansPerRequest, nil
}
