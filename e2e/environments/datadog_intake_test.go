package environments

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"testing"

	pb "github.com/DataDog/datadog-agent/pkg/proto/pbgo/trace"
	"github.com/stretchr/testify/require"
	"github.com/tinylib/msgp/msgp"
	"google.golang.org/protobuf/proto"
)

// Paths of Datadog's intake.
const (
	datadogTraces   = "/api/v0.2/traces"
	datadogStats    = "/api/v0.2/stats"
	datadogMetrics  = "/api/v2/series"
	datadogValidate = "/api/v1/validate"
)

func startDatadog(t *testing.T) *backend {
	t.Helper()
	return startBackend(t, `{"valid":true}`)
}

// datadogSpans decodes what the intake for traces was sent.
func datadogSpans(t *testing.T, b *backend) []*pb.Span {
	t.Helper()
	var spans []*pb.Span
	for _, r := range b.sent(datadogTraces) {
		var payload pb.AgentPayload
		require.NoError(t, proto.Unmarshal(unzipped(t, r), &payload))
		for _, tracer := range payload.TracerPayloads {
			for _, chunk := range tracer.Chunks {
				spans = append(spans, chunk.Spans...)
			}
		}
	}
	return spans
}

// datadogHits decodes APM's statistics: hits of each resource.
func datadogHits(t *testing.T, b *backend) map[string]uint64 {
	t.Helper()
	hits := map[string]uint64{}
	for _, r := range b.sent(datadogStats) {
		var payload pb.StatsPayload
		require.NoError(t, msgp.Decode(bytes.NewReader(unzipped(t, r)), &payload))
		for _, client := range payload.Stats {
			for _, bucket := range client.Stats {
				for _, group := range bucket.Stats {
					hits[group.Service+" / "+group.Resource] += group.Hits
				}
			}
		}
	}
	return hits
}

// datadogSeries decodes metrics: the names that the intake was sent.
func datadogSeries(t *testing.T, b *backend) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for _, r := range b.sent(datadogMetrics) {
		var payload struct {
			Series []struct {
				Metric string `json:"metric"`
			} `json:"series"`
		}
		require.NoError(t, json.Unmarshal(unzipped(t, r), &payload))
		for _, series := range payload.Series {
			names[series.Metric] = true
		}
	}
	return names
}

func unzipped(t *testing.T, r request) []byte {
	t.Helper()
	require.Equal(t, "gzip", r.header.Get("Content-Encoding"), r.path)
	reader, err := gzip.NewReader(bytes.NewReader(r.body))
	require.NoError(t, err)
	text, err := io.ReadAll(reader)
	require.NoError(t, err)
	return text
}
