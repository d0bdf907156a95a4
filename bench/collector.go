package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

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
	*harness.Process
	grpc, metrics string // host:port
	storage       string // a folder of its own
}

func startCollector(ctx context.Context, root string, to *sink, configs []string) (*collector, error) {
	path, err := harness.Collector.Find()
	if err != nil {
		return nil, err
	}
	free, err := harness.FreeAddresses(ctx, 4)
	if err != nil {
		return nil, err
	}
	c := &collector{grpc: free[0], metrics: free[1]}
	_, metricsPort, err := net.SplitHostPort(c.metrics)
	if err != nil {
		return nil, err
	}
	c.storage, err = os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	var args []string
	for _, config := range configs {
		args = append(args, "--config", filepath.Join(root, config))
	}
	// Not killed when the context ends: Stop ends it.
	c.Process, err = harness.Start(context.WithoutCancel(ctx), path, "http://"+free[2]+"/", []string{
		"BENCH_GRPC=" + c.grpc, "BENCH_METRICS_PORT=" + metricsPort,
		"BENCH_HEALTH=" + free[2], "BENCH_HTTP=" + free[3], "BENCH_SINK=" + to.address,
		"PLANO_STORAGE=" + c.storage, "PLANO_GATEWAYS=localhost", "OTLP_ENDPOINT=" + to.address,
	}, args...)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.storage))
	}
	return c, nil
}

// counted is what a collector says of itself.
type counted struct{ cpu, sent, failed, rss float64 }

func (c *collector) read(ctx context.Context) (counted, error) {
	families, err := harness.ReadMetrics(ctx, c.metrics)
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
	sent := l.requests(senders) * senders * spansPerRequest
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

// requests is the number of requests of one sender.
func (l load) requests(senders int) int {
	return max(1, l.spans/spansPerRequest/senders)
}

// send returns the bytes of a span.
func (c *collector) send(ctx context.Context, l load, senders int) (bytes int, err error) {
	conn, err := grpc.NewClient(c.grpc, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	client := ptraceotlp.NewGRPCClient(conn)
	group, ctx := errgroup.WithContext(ctx)
	for sender := range senders {
		request := ptraceotlp.NewExportRequestFromTraces(traces(l.make))
		if sender == 0 {
			text, err := request.MarshalProto()
			if err != nil {
				return 0, err
			}
			bytes = len(text) / spansPerRequest
		}
		group.Go(func() error {
			for range l.requests(senders) {
				harness.RenewTraceIDs(request.Traces())
				response, err := client.Export(ctx, request)
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
