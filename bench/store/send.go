package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/status"
)

const (
	export = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
	// window is the time over which the slowest rate is told.
	window = 2 * time.Second
	// pause is how long a sender waits that was refused, as a client does.
	pause = 20 * time.Millisecond
)

// raw sends bytes as they are.
type raw struct{}

var _ encoding.CodecV2 = raw{}

func (raw) Marshal(message any) (mem.BufferSlice, error) {
	text, ok := message.(*[]byte)
	if !ok {
		return nil, fmt.Errorf("no bytes: %T", message)
	}
	return mem.BufferSlice{mem.SliceBuffer(*text)}, nil
}

func (raw) Unmarshal(data mem.BufferSlice, message any) error {
	text, ok := message.(*[]byte)
	if !ok {
		return fmt.Errorf("no bytes: %T", message)
	}
	*text = data.Materialize()
	return nil
}

func (raw) Name() string { return "proto" }

// connect calls with a connection that sends bytes.
func (c *collector) connect(do func(*grpc.ClientConn) error) error {
	conn, err := grpc.NewClient(c.GRPC, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodecV2(raw{})))
	if err != nil {
		return err
	}
	return errors.Join(do(conn), conn.Close())
}

// sendText sends a request, again where the collector is too busy.
func sendText(ctx context.Context, conn *grpc.ClientConn, text []byte) error {
	for {
		var answer []byte
		err := conn.Invoke(ctx, export, &text, &answer)
		switch status.Code(err) {
		case codes.OK:
			return rejected(answer)
		case codes.Unavailable, codes.ResourceExhausted:
		default:
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

func rejected(answer []byte) error {
	response := ptraceotlp.NewExportResponse()
	if err := response.UnmarshalProto(answer); err != nil {
		return err
	}
	if n := response.PartialSuccess().RejectedSpans(); n > 0 {
		return fmt.Errorf("%d spans rejected: %s", n, response.PartialSuccess().ErrorMessage())
	}
	return nil
}

func send(ctx context.Context, conn *grpc.ClientConn, td ptrace.Traces) error {
	text, err := ptraceotlp.NewExportRequestFromTraces(td).MarshalProto()
	if err != nil {
		return err
	}
	return sendText(ctx, conn, text)
}

// taken is how many spans the store has, how fast the plain ones were taken in, a second, and what one of them cost the processors, in
// seconds.
type taken struct {
	spans         int
	rate, slowest float64
	cpu, sender   float64
}

// fill sends conversations, then plain spans until the store has as many as are wanted.
func (c *collector) fill(ctx context.Context, o options) (t taken, err error) {
	err = c.connect(func(conn *grpc.ClientConn) error {
		told, err := sendConversations(ctx, conn, o.conversations)
		if err != nil {
			return err
		}
		if err := c.waitFor(ctx, told); err != nil {
			return err
		}
		t, err = c.sendPlain(ctx, conn, o, told)
		return err
	})
	return t, err
}

func (c *collector) sendPlain(ctx context.Context, conn *grpc.ClientConn, o options, there int) (taken, error) {
	templates := make([][]*template, o.senders)
	for sender := range templates {
		random := rand.New(rand.NewPCG(uint64(sender), 1))
		for range templatesPerSender {
			t, err := newTemplate(random, spansPerRequest)
			if err != nil {
				return taken{}, err
			}
			templates[sender] = append(templates[sender], t)
		}
	}
	var begun, sent atomic.Int64
	wanted := int64(o.spans - there)
	cpu, err := c.read(ctx, "otelcol_process_cpu_seconds_total")
	if err != nil {
		return taken{}, err
	}
	sender := ownCPU()
	begin := time.Now()
	slowest := watchRate(ctx, &sent)
	group, groupCtx := errgroup.WithContext(ctx)
	for sender := range o.senders {
		group.Go(func() error {
			random := rand.New(rand.NewPCG(uint64(sender), uint64(begin.UnixNano())))
			for i := 0; begun.Add(spansPerRequest) <= wanted; i++ {
				t := templates[sender][i%templatesPerSender]
				t.renew(random)
				if err := sendText(groupCtx, conn, t.text); err != nil {
					return err
				}
				sent.Add(spansPerRequest)
			}
			return nil
		})
	}
	err = group.Wait()
	lowest := slowest()
	if err != nil {
		return taken{}, err
	}
	total := there + int(sent.Load())
	if err := c.waitFor(ctx, total); err != nil {
		return taken{}, err
	}
	took, plain := time.Since(begin), float64(sent.Load())
	after, err := c.read(ctx, "otelcol_process_cpu_seconds_total")
	return taken{total, plain / took.Seconds(), lowest, (after - cpu) / plain, (ownCPU() - sender).Seconds() / plain}, err
}

// watchRate returns what ends it and tells the lowest rate of a window.
func watchRate(ctx context.Context, sent *atomic.Int64) func() float64 {
	ctx, end := context.WithCancel(ctx)
	lowest := make(chan float64, 1)
	go func() {
		low, last, at := 0.0, sent.Load(), time.Now()
		for {
			select {
			case <-ctx.Done():
				lowest <- low
				return
			case <-time.After(window):
			}
			now, total := time.Now(), sent.Load()
			if rate := float64(total-last) / now.Sub(at).Seconds(); low == 0 || rate < low {
				low = rate
			}
			last, at = total, now
		}
	}()
	return func() float64 {
		end()
		return <-lowest
	}
}
