package environments

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// The limits that AWS publishes: "AWS X-Ray segment documents" and "AWS X-Ray endpoints
// and quotas".
var (
	segmentName   = regexp.MustCompile(`^[\p{L}\p{N}\p{Z}_.:/%&#=+\\\-@]{1,200}$`)
	annotationKey = regexp.MustCompile(`^[A-Za-z0-9_.]{1,500}$`)
	xrayTraceID   = regexp.MustCompile(`^1-[0-9a-f]{8}-[0-9a-f]{24}$`)
)

const (
	maxSegmentBytes     = 64_000
	maxTraceAnnotations = 50
)

// A segment is what the X-Ray API calls a segment document.
type segment struct {
	Name        string                    `json:"name"`
	ID          string                    `json:"id"`
	TraceID     string                    `json:"trace_id"`
	ParentID    string                    `json:"parent_id"`
	Type        string                    `json:"type"`
	Annotations map[string]any            `json:"annotations"`
	Metadata    map[string]map[string]any `json:"metadata"`
}

func xray(to *backend) run {
	return run{
		environments: []string{"xray"},
		backend:      "xray",
		env: []string{
			"E2E_BACKEND=" + to.url,
			"AWS_REGION=eu-central-1", "AWS_ACCESS_KEY_ID=example", "AWS_SECRET_ACCESS_KEY=example",
		},
	}
}

func TestXRay(t *testing.T) {
	backend := startBackend(t, `{"UnprocessedTraceSegments":[]}`)
	c := xray(backend).start(t)
	sent := c.sendExamples(t)
	var segments []segment
	eventually(t, c, fmt.Sprintf("%d segments", sent), func() bool {
		segments = readSegments(t, backend.sent("/TraceSegments"))
		return len(segments) >= sent
	})
	require.Len(t, segments, sent, "a segment for each span, random trace ids included")
	logSegments(t, segments)

	flagged, qualities := map[string]bool{}, map[any]int{}
	for _, s := range segments {
		if s.Annotations["signals.flagged"] == true {
			flagged[s.Name] = true
		}
		qualities[s.Annotations["signals.quality"]]++
		// Scalars of any other attribute are metadata, which can be read but not searched.
		assert.NotContains(t, s.Annotations, "signals.summary")
	}
	assert.True(t, flagged["chat gpt-4o-mini #flagged"], "flagged segments: %v", flagged)
	assert.True(t, flagged["conversation #flagged"], "the root; flagged segments: %v", flagged)
	assert.Positive(t, qualities["Severe"])
	assert.Positive(t, qualities["Error"], "Plano's own")
	annotated := map[string]bool{}
	for _, s := range segments {
		for key := range s.Annotations {
			annotated[key] = true
		}
	}
	for _, key := range []string{
		"signals.flagged", "signals.quality", "signals.quality_score", "signals.trace.quality",
		"signals.escalation.requested", "signals.frustration.level",
	} {
		assert.True(t, annotated[key], "annotation %s", key)
	}
}

// A conversation of 200 kB fits, since its text stays here; the segment of a server's
// span is named after the service, so only the annotation shows that it is flagged.
func TestXRayTakesWhatIsLargeAndOddlyNamed(t *testing.T) {
	backend := startBackend(t, `{"UnprocessedTraceSegments":[]}`)
	c := xray(backend).start(t)
	td := frustrated()
	chat := harness.SpansOf(td)[0]
	messages, _ := chat.Attributes().Get("gen_ai.input.messages")
	history := strings.Repeat(`{"role":"assistant","parts":[{"type":"text","content":"human agent"}]},`, 3000)
	chat.Attributes().PutStr("gen_ai.input.messages", "["+history+strings.TrimSpace(messages.Str())[1:])
	chat.SetName("chat <gpt-4o|mini> 🚩")
	server := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().AppendEmpty()
	chat.CopyTo(server)
	server.Attributes().Clear()
	server.SetSpanID([8]byte{2})
	server.SetName("POST /support")
	server.SetKind(ptrace.SpanKindServer)
	chat.SetParentSpanID(server.SpanID())
	require.NoError(t, harness.SendHTTP(t.Context(), c.HTTP, td))

	var segments []segment
	eventually(t, c, "2 segments", func() bool {
		segments = readSegments(t, backend.sent("/TraceSegments"))
		return len(segments) == 2
	})
	logSegments(t, segments)
	names := map[string]any{}
	for _, s := range segments {
		names[s.Name] = s.Annotations["signals.flagged"]
	}
	assert.Equal(t, map[string]any{"chat gpt-4omini  #flagged": true, "support": true}, names)
}

// readSegments decodes PutTraceSegments requests, checks them against the published
// limits.
func readSegments(t *testing.T, requests []request) []segment {
	t.Helper()
	var segments []segment
	annotations := map[string]map[string]bool{}
	for _, r := range requests {
		var put struct{ TraceSegmentDocuments []string }
		require.NoError(t, json.Unmarshal(r.body, &put))
		assert.Contains(t, r.header.Get("Authorization"), "/eu-central-1/xray/aws4_request")
		assert.LessOrEqual(t, len(put.TraceSegmentDocuments), 50)
		for _, document := range put.TraceSegmentDocuments {
			var s segment
			require.NoError(t, json.Unmarshal([]byte(document), &s))
			segments = append(segments, s)
			if annotations[s.TraceID] == nil {
				annotations[s.TraceID] = map[string]bool{}
			}
			for key := range s.Annotations {
				annotations[s.TraceID][key] = true
			}
			checkSegment(t, s, document)
		}
	}
	for trace, keys := range annotations {
		assert.LessOrEqual(t, len(keys), maxTraceAnnotations, "annotations of trace %s", trace)
	}
	return segments
}

func checkSegment(t *testing.T, s segment, document string) {
	t.Helper()
	assert.Regexp(t, segmentName, s.Name)
	assert.Regexp(t, xrayTraceID, s.TraceID)
	assert.LessOrEqual(t, len(document), maxSegmentBytes, s.Name)
	for key, value := range s.Annotations {
		assert.Regexp(t, annotationKey, key)
		switch value.(type) {
		case string, float64, bool:
		default:
			assert.Fail(t, "not a scalar", "annotation %s: %v", key, value)
		}
	}
	for _, text := range []string{"airline assistant", "human agent", "not what I asked", "Seattle"} {
		assert.NotContains(t, document, text, "message content")
	}
}

func logSegments(t *testing.T, segments []segment) {
	t.Helper()
	for _, s := range segments {
		arrived := table{title: strings.TrimSpace("X-Ray: " + s.Type + " " + s.Name)}
		for key, value := range s.Annotations {
			arrived.add("annotation "+key, fmt.Sprintf("%T", value), value)
		}
		for key, value := range s.Metadata["default"] {
			arrived.add("metadata "+key, fmt.Sprintf("%T", value), value)
		}
		arrived.log(t)
	}
}

// Behind sampling, where a root may come before the span that flags it.
func TestXRayAfterSampling(t *testing.T) {
	backend := startBackend(t, `{"UnprocessedTraceSegments":[]}`)
	r := xray(backend)
	r.environments = []string{"production", "xray"}
	r.env = append(r.env, "PLANO_DECISION_WAIT=2s")
	c := r.start(t)
	chats, roots := newBatch(), newBatch()
	fillTrace(chats, roots, traceID(0), 0)
	require.NoError(t, harness.SendGRPC(t.Context(), c.GRPC, roots.traces))
	require.NoError(t, harness.SendGRPC(t.Context(), c.GRPC, chats.traces))
	c.stop(t)
	var names []string
	for _, s := range readSegments(t, backend.sent("/TraceSegments")) {
		names = append(names, s.Name)
	}
	assert.ElementsMatch(t, []string{"request #flagged", "chat gpt-4o-mini #flagged"}, names)
}
