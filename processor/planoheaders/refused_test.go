package planoheaders

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders/internal/metadatatest"
)

func TestRefusedHeaders(t *testing.T) {
	for _, tt := range []struct {
		name    string
		change  func(*Config)
		in      in
		added   m
		removed []string
		refused map[string]int64
	}{
		{
			name: "reserved namespaces",
			in: in{
				"x-katanemo-signals-quality", "Good", "x-katanemo-gen_ai-system", "x", "x-katanemo-GEN_AI.request.model", "x",
				"x-katanemo-service-name", "x", "x-katanemo-http-route", "x", "x-katanemo-error-type", "x", "x-katanemo-error", "x",
				"x-katanemo-Signals-Flagged", "true",
			},
			refused: map[string]int64{"reserved": 8},
		},
		{
			name: "a namespace is no prefix of words", in: in{"x-katanemo-services-used", "3"}, added: m{"services.used": "3"},
		},
		{
			name: "reserved stays reserved under override", change: func(c *Config) { c.Override = true },
			in: in{"x-katanemo-service-name", "x"}, refused: map[string]int64{"reserved": 1},
		},
		{
			name: "what conversations are judged by", change: func(c *Config) { c.ReservedKeys, c.Override = nil, true },
			in: in{
				"x-katanemo-agent-error", "timeout", "x-katanemo-response_flags", "UF", "x-katanemo-orchestrator-rate_limited", "true",
				"x-katanemo-traceloop-span-kind", "agent", "http.request.header.x-katanemo-component",
				[]any{"agent"},
				"guid:x-katanemo-llm-error", "x", "x-katanemo-Error-Type", "429", "x-katanemo-signals-flagged", "true",
				"x-katanemo-service-name", "plano(routing)", "x-katanemo-input-value", "you are useless",
			},
			refused: map[string]int64{"reserved": 10},
		},
		{
			name:    "what tells spans of the gateway's own models",
			in:      in{"x-katanemo-server-address", "archfc.katanemo.dev", "x-katanemo-upstream_cluster", "arch"},
			refused: map[string]int64{"reserved": 2},
		},
		{
			name:  "sessions are the client's own",
			in:    in{"x-katanemo-session-id", "s", "x-katanemo-user-id", "u", "x-katanemo-request-id", "r", "x-katanemo-plano-session_id", "p"},
			added: m{"session.id": "s", "user.id": "u", "request.id": "r", "plano.session_id": "p"},
		},
		{
			name:   "static attributes are the operator's own",
			change: func(c *Config) { c.Static = map[string]string{"component": "llm", "service.name": "shop"} },
			in:     in{"x-katanemo-component", "agent"}, added: m{"component": "llm", "service.name": "shop"},
			refused: map[string]int64{"reserved": 1},
		},
		{
			name: "own reserved keys", change: func(c *Config) { c.ReservedKeys = []string{"user.id", "org.*"} },
			in:    in{"x-katanemo-user-id", "x", "x-katanemo-org-id", "x", "x-katanemo-user-idx", "y", "x-katanemo-http-route", "/"},
			added: m{"user.idx": "y", "http.route": "/"}, refused: map[string]int64{"reserved": 2},
		},
		{
			name: "set by the sender", in: in{"user.id", "real", "x-katanemo-user-id", "forged"}, refused: map[string]int64{"exists": 1},
		},
		{
			name: "set by the sender, after the header", in: in{"x-katanemo-user-id", "forged", "user.id", "real"},
			refused: map[string]int64{"exists": 1},
		},
		{
			name: "set by the sender as a number", in: in{"user.id", 42, "x-katanemo-user-id", "42"}, refused: map[string]int64{"exists": 1},
		},
		{name: "equal to what the sender set", in: in{"user.id", "u-42", "x-katanemo-user-id", " u-42 "}},
		{
			name: "override", change: func(c *Config) { c.Override = true },
			in: in{"user.id", 42, "x-katanemo-user-id", "u-42"}, added: m{"user.id": "u-42"},
		},
		{
			name: "secrets",
			in: in{
				"x-katanemo-api-key", "s3cret", "x-katanemo-authorization", "Bearer s3cret",
				"http.request.header.x_katanemo_cookie",
				[]any{"s3cret"},
			},
			refused: map[string]int64{"sensitive": 3},
		},
		{
			name: "a secret whose name begins with the prefix", change: func(c *Config) { c.HeaderPrefixes = []string{"auth", "cook"} },
			in: in{"authorization", "s3cret", "cookie", "s3cret"}, refused: map[string]int64{"sensitive": 2},
		},
		{
			name: "a secret behind a prefix without a hyphen", change: func(c *Config) { c.HeaderPrefixes = []string{"x-katanemo"} },
			in: in{"x-katanemoauthorization", "s3cret"}, refused: map[string]int64{"sensitive": 1},
		},
		{
			name: "a secret named in the settings", change: func(c *Config) { c.AllowSensitive = []string{"X-Katanemo-Api-Key"} },
			in:    in{"x-katanemo-api-key", "k", "x-katanemo-other-api-key", "s3cret"},
			added: m{"api.key": "k"}, refused: map[string]int64{"sensitive": 1},
		},
		{
			name:   "a secret named in the settings, with underscores",
			change: func(c *Config) { c.AllowSensitive = []string{"x-katanemo-api-key"} },
			in:     in{"http.request.header.x_katanemo_api_key", "k"}, added: m{"api.key": "k"},
		},
		{
			name: "originals of secrets go, of others stay", change: func(c *Config) { c.RemoveOriginals = true },
			in:      in{"x-katanemo-api-key", "s3cret", "x-katanemo-service-name", "forged", "x-katanemo-map", map[string]any{"a": "b"}},
			removed: []string{"x-katanemo-api-key"},
			refused: map[string]int64{"sensitive": 1, "reserved": 1, "not_text": 1},
		},
		{
			name: "limit", change: func(c *Config) { c.MaxAttributes = 2 },
			in:    in{"x-katanemo-a", "1", "x-katanemo-b", "2", "x-katanemo-c", "3", "guid:x-katanemo-a", "4"},
			added: m{"a": "1", "b": "2"}, refused: map[string]int64{"limit": 1},
		},
		{
			name: "long name", in: in{"x-katanemo-" + strings.Repeat("a", 257), "1", "x-katanemo-b", "2"},
			added: m{"b": "2"}, refused: map[string]int64{"limit": 1},
		},
		{
			name: "no text", in: in{"x-katanemo-a", map[string]any{"b": 1}, "x-katanemo-b", []byte("c"), "x-katanemo-\xff", "d"},
			refused: map[string]int64{"not_text": 3},
		},
		{
			name: "names that can't be shown", in: in{"x-katanemo-\x1b[31m", "a", "x-katanemo-a\nb", "b", "x-katanemo-\u202ec", "c"},
			refused: map[string]int64{"not_text": 3},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := defaultConfig()
			if tt.change != nil {
				tt.change(cfg)
			}
			telemetry := componenttest.NewTelemetry()
			t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.Background())) })
			set := metadatatest.NewSettings(telemetry)
			set.ID = component.NewIDWithName(metadata.Type, "second")
			logs, logged := observer.New(zapcore.DebugLevel)
			set.Logger = zap.New(logs)

			want := spanAttributes(oneSpan(t, tt.in...))
			for key, value := range tt.added {
				want[key] = value
			}
			for _, key := range tt.removed {
				delete(want, key)
			}
			got := consumeWith(context.Background(), t, set, cfg, oneSpan(t, tt.in...))
			assert.Equal(t, want, spanAttributes(got))
			assert.Empty(t, logged.All(), "a header is never logged")
			assertRefused(t, telemetry, tt.refused)
		})
	}
}

func assertRefused(t *testing.T, telemetry *componenttest.Telemetry, want map[string]int64) {
	t.Helper()
	if len(want) == 0 {
		_, err := telemetry.GetMetric("otelcol_processor_planoheaders_refused_headers")
		assert.Error(t, err, "nothing was refused")
		return
	}
	var points []metricdata.DataPoint[int64]
	for reason, n := range want {
		points = append(points, metricdata.DataPoint[int64]{
			Attributes: attribute.NewSet(attribute.String("processor", "planoheaders/second"), attribute.String("reason", reason)), Value: n,
		})
	}
	metadatatest.AssertEqualProcessorPlanoheadersRefusedHeaders(t, telemetry, points, metricdatatest.IgnoreTimestamp())
}
