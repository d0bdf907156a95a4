package planotraces

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/demo"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/server"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/web"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/tracemcp"
)

// closeTime is how long answers that are being given may take once the exporter ends.
const closeTime = 5 * time.Second

// keeper keeps traces and answers queries about them.
type keeper interface {
	traceapi.Store
	// Append returns once the spans are durable.
	Append(ctx context.Context, traces ptrace.Traces) error
	Close(ctx context.Context) error
}

// opener opens what is in a folder.
type opener func(ctx context.Context, directory string, config *Config, set *exporter.Settings) (keeper, error)

// tracesExporter keeps what it is sent and serves it.
type tracesExporter struct {
	config    *Config
	set       exporter.Settings
	open      opener
	telemetry *metadata.TelemetryBuilder
	losses    *losses

	store     keeper
	server    *server.Server
	listeners []*server.Listener

	// demo passes recorded conversations on.
	demo       func(ctx context.Context, now time.Time, next func(context.Context, ptrace.Traces) error) error
	loading    sync.Mutex
	demoLoaded atomic.Bool
}

func newExporter(set exporter.Settings, config *Config, open opener) (*tracesExporter, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &tracesExporter{
		config: config, set: set, open: open, telemetry: telemetry, losses: newLosses(set.Logger, set.ID, telemetry, tellEvery),
		demo: demo.Load,
	}, nil
}

// push returns once the spans are kept. Those that can't be are lost, unless senders are to send again.
func (e *tracesExporter) push(ctx context.Context, traces ptrace.Traces) error {
	err := e.store.Append(ctx, traces)
	switch {
	case err == nil:
		e.losses.over()
	case ctx.Err() != nil:
		return err // The sender went.
	case e.config.RefuseOnFailure:
		return fmt.Errorf("not kept: %w", err)
	default:
		e.losses.count(ctx, traces.SpanCount(), err)
	}
	return nil
}

func (e *tracesExporter) start(ctx context.Context, _ component.Host) error {
	directory, err := e.config.storeDirectory()
	if err != nil {
		return err
	}
	store, err := e.open(ctx, directory, e.config, &e.set)
	if err != nil {
		return fmt.Errorf("directory: %w", err)
	}
	e.store = store
	e.serve()
	if err := e.listen(ctx); err != nil {
		return errors.Join(err, e.shutdown(ctx))
	}
	e.tell(directory)
	return nil
}

// serve makes the handler of all endpoints.
func (e *tracesExporter) serve() {
	store := completed{e.store, e}
	e.server = server.New(store, server.Options{
		Token:        string(e.config.Token),
		AllowedHosts: e.config.hosts(),
		AnyAddress:   e.config.isOpen(),
		Page:         web.Files(),
		MCP:          tracemcp.Handler(store, e.set.BuildInfo.Version),
		LoadDemo:     e.loadDemo,
		Logger:       e.set.Logger,
	})
}

// loadDemo keeps recorded conversations, once at a time.
func (e *tracesExporter) loadDemo(ctx context.Context) error {
	if !e.loading.TryLock() {
		return traceapi.ErrBusy
	}
	defer e.loading.Unlock()
	if err := e.demo(ctx, time.Now(), e.store.Append); err != nil {
		return err
	}
	e.demoLoaded.Store(true)
	return nil
}

func (e *tracesExporter) listen(ctx context.Context) error {
	for _, at := range e.config.endpoints() {
		listener, err := server.Listen(ctx, at.endpoint, e.server, e.set.Logger)
		if err != nil {
			return fmt.Errorf("%s: %w", at.key, err)
		}
		e.listeners = append(e.listeners, listener)
	}
	return nil
}

// tell says where everything is, and what a token would keep others from.
func (e *tracesExporter) tell(directory string) {
	fields := []zap.Field{zap.String("directory", directory)}
	for i, at := range e.config.endpoints() {
		fields = append(fields, zap.String(at.key, "http://"+e.listeners[i].Address().String()))
	}
	e.set.Logger.Info("Traces are kept and shown", fields...)
	if e.config.isOpen() && e.config.Token == "" {
		e.set.Logger.Warn("Everyone who reaches this machine can read all conversations: token is not set", fields...)
	}
}

func (e *tracesExporter) shutdown(ctx context.Context) error {
	var errs []error
	if e.server != nil {
		e.server.Close()
	}
	closing, cancel := context.WithTimeout(ctx, closeTime)
	defer cancel()
	for _, listener := range e.listeners {
		errs = append(errs, listener.Close(closing))
	}
	if e.store != nil {
		errs = append(errs, e.store.Close(ctx))
	}
	e.losses.end()
	e.telemetry.Shutdown()
	return errors.Join(errs...)
}

// endpoint is an address with the key that sets it.
type endpoint struct{ key, endpoint string }

// endpoints are those that are served.
func (c *Config) endpoints() []endpoint {
	var all []endpoint
	for _, one := range []endpoint{{"endpoint", c.Endpoint}, {"query_endpoint", c.QueryEndpoint}} {
		if one.endpoint != "" {
			all = append(all, one)
		}
	}
	return all
}

// isOpen is true where other machines reach an endpoint.
func (c *Config) isOpen() bool {
	for _, one := range c.endpoints() {
		if !isLoopback(one.endpoint) {
			return true
		}
	}
	return false
}

// hosts are the names under which clients may call: those of the configuration, and those that it listens on.
func (c *Config) hosts() []string {
	names := c.AllowedHosts
	for _, one := range c.endpoints() {
		if host, _, err := net.SplitHostPort(one.endpoint); err == nil && host != "" {
			names = append(names[:len(names):len(names)], host)
		}
	}
	return names
}

// completed adds to the store's status what the exporter knows.
type completed struct {
	keeper
	exporter *tracesExporter
}

// Status implements traceapi.Store.
func (c completed) Status(ctx context.Context) (traceapi.Status, error) {
	status, err := c.keeper.Status(ctx)
	e := c.exporter
	status.Version = e.set.BuildInfo.Version
	status.OTLPGRPC, status.OTLPHTTP = e.config.OTLPGRPC, e.config.OTLPHTTP
	status.DemoLoaded = e.demoLoaded.Load()
	lost, problem := e.losses.sum()
	status.Lost += lost
	if problem != "" {
		status.Problem = problem
	}
	return status, err
}
