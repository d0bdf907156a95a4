package observe_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

var root = filepath.Join("..", "..", "..", "..")

// recordings are all files of spans that libraries sent, by their name without the extension.
func recordings(tb testing.TB) map[string]string {
	tb.Helper()
	files := map[string]string{}
	for _, dir := range []string{filepath.Join(root, "e2e", "emitters", "testdata"), filepath.Join(root, "conversation", "testdata")} {
		found, err := filepath.Glob(filepath.Join(dir, "*.traces.json"))
		require.NoError(tb, err)
		for _, file := range found {
			files[strings.TrimSuffix(filepath.Base(file), ".traces.json")] = file
		}
	}
	require.NotEmpty(tb, files)
	return files
}

func loadTraces(tb testing.TB, file string) ptrace.Traces {
	tb.Helper()
	data, err := os.ReadFile(file)
	require.NoError(tb, err)
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
	require.NoError(tb, err)
	return traces
}

// analyse sends a recording through planosignals, with its log records where it has some.
func analyse(t *testing.T, file string, configure func(*planosignals.Config)) []ptrace.Traces {
	t.Helper()
	sink := &consumertest.TracesSink{}
	factory := planosignals.NewFactory()
	config := factory.CreateDefaultConfig().(*planosignals.Config)
	if configure != nil {
		configure(config)
	}
	synctest.Test(t, func(t *testing.T) {
		set, host := processortest.NewNopSettings(factory.Type()), componenttest.NewNopHost()
		traces, err := factory.CreateTraces(t.Context(), set, config, sink)
		require.NoError(t, err)
		logs, err := factory.CreateLogs(t.Context(), set, config, &consumertest.LogsSink{})
		require.NoError(t, err)
		require.NoError(t, logs.Start(t.Context(), host))
		require.NoError(t, traces.Start(t.Context(), host))
		if data, err := os.ReadFile(strings.Replace(file, ".traces.", ".logs.", 1)); err == nil {
			records, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(data)
			require.NoError(t, err)
			require.NoError(t, logs.ConsumeLogs(t.Context(), records))
		}
		require.NoError(t, traces.ConsumeTraces(t.Context(), loadTraces(t, file)))
		time.Sleep(config.Logs.Wait + time.Minute)
		synctest.Wait()
		require.NoError(t, traces.Shutdown(t.Context()))
		require.NoError(t, logs.Shutdown(t.Context()))
	})
	return sink.AllTraces()
}

func newReader(tb testing.TB) *conversation.Reader {
	tb.Helper()
	analyzer, err := signals.New(signals.DefaultConfig())
	require.NoError(tb, err)
	return conversation.NewReader(conversation.DefaultLimits(), analyzer)
}

// observed is a span with what it tells, which may be nothing.
type observed struct {
	span ptrace.Span
	*observe.Observation
}

func observeAll(reader *conversation.Reader, batches []ptrace.Traces) (all []observed) {
	for _, traces := range batches {
		for _, resource := range traces.ResourceSpans().All() {
			service := spans.ServiceOf(resource.Resource())
			for _, scope := range resource.ScopeSpans().All() {
				for _, span := range scope.Spans().All() {
					all = append(all, observed{span, observe.Observe(reader, span, resource.Resource(), service)})
				}
			}
		}
	}
	return all
}
