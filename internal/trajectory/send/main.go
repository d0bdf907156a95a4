// Command send makes conversations of a file of trajectories and sends them to a collector, as many as are asked for, spread over the
// time before now: `go run ./internal/trajectory/send -file trajectories.jsonl -count 1000`.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/otelcol-plano/otelcol-plano/internal/trajectory"
)

// options are the command line's.
type options struct {
	file, endpoint string
	count          int
	spread         time.Duration
}

func main() {
	var o options
	flag.StringVar(&o.file, "file", "", "trajectories, JSON lines")
	flag.StringVar(&o.endpoint, "endpoint", "127.0.0.1:4317", "where a collector takes OTLP over gRPC")
	flag.IntVar(&o.count, "count", 1000, "conversations; where the file has fewer, they are told again")
	flag.DurationVar(&o.spread, "spread", 24*time.Hour, "the time before now over which they end")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	dialogs, err := read(o.file)
	if err != nil {
		return err
	}
	conn, err := grpc.NewClient(o.endpoint, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	client := ptraceotlp.NewGRPCClient(conn)
	now := time.Now()
	sent := 0
	for i := range o.count {
		for _, td := range trajectory.Traces(dialogs[i%len(dialogs)], o.setting(i, dialogs[i%len(dialogs)], now)) {
			if err := export(ctx, client, td); err != nil {
				return err
			}
			sent += td.SpanCount()
		}
	}
	_, err = fmt.Printf("sent %d conversations, %d spans\n", o.count, sent) //nolint:forbidigo // what the command says
	return err
}

// setting gives conversations services, models and users, so that there is something to tell apart.
func (o options) setting(i int, dialog trajectory.Dialog, now time.Time) trajectory.Setting {
	services := []string{"airline-desk", "retail-support", "telecom-helpdesk", "billing", "shop", "docs-bot"}
	models := []string{"gpt-4o", "claude-sonnet-4-5", "gpt-5-mini", "qwen2.5-7b"}
	const users = 150
	return trajectory.Setting{
		ID:      fmt.Sprintf("%s #%d", dialog.ID, i),
		Service: services[i%len(services)], Model: models[i/len(services)%len(models)], User: fmt.Sprintf("user-%d", i*31%users),
		End: now.Add(-o.spread * time.Duration(o.count-1-i) / time.Duration(max(o.count, 1))),
	}
}

func read(path string) (dialogs []trajectory.Dialog, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("-file: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines := bufio.NewScanner(file)
	const maxLine = 4 << 20
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		dialog, err := trajectory.Parse(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		dialogs = append(dialogs, dialog)
	}
	if len(dialogs) == 0 && lines.Err() == nil {
		return nil, fmt.Errorf("%s: holds no dialogs", path)
	}
	return dialogs, lines.Err()
}

// export sends again what a collector that is busy refuses.
func export(ctx context.Context, client ptraceotlp.GRPCClient, td ptrace.Traces) error {
	const attempts, pause = 50, 200 * time.Millisecond
	for attempt := 0; ; attempt++ {
		response, err := client.Export(ctx, ptraceotlp.NewExportRequestFromTraces(td))
		switch {
		case err == nil && response.PartialSuccess().RejectedSpans() > 0:
			return fmt.Errorf("spans were rejected: %s", response.PartialSuccess().ErrorMessage())
		case err == nil:
			return nil
		case attempt == attempts:
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}
