package observe_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

var update = flag.Bool("update", false, "write what is observed of the recordings into testdata")

// TestRecordings compares what the recordings of each library tell with testdata/recordings.txt, one line a kind of span.
func TestRecordings(t *testing.T) {
	files, reader := recordings(t), newReader(t)
	lines := map[string]map[string]int{}
	for name, file := range files {
		library, _, _ := strings.Cut(strings.Replace(name, ".", "·", 1), ".")
		library = strings.Replace(library, "·", ".", 1)
		if lines[library] == nil {
			lines[library] = map[string]int{}
		}
		for _, o := range observeAll(reader, analyse(t, file, nil)) {
			lines[library][told(o)]++
		}
	}
	var b strings.Builder
	for _, library := range slices.Sorted(maps.Keys(lines)) {
		fmt.Fprintln(&b, library)
		for _, told := range slices.Sorted(maps.Keys(lines[library])) {
			fmt.Fprintf(&b, "  %d %s\n", lines[library][told], told)
		}
	}
	file := filepath.Join("testdata", "recordings.txt")
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String(), "go test -update writes it anew")
}

func told(o observed) string {
	if o.Observation == nil {
		return "nothing"
	}
	var b strings.Builder
	name, _, _ := strings.Cut(o.span.Name(), " ")
	fmt.Fprintf(&b, "%s: %s", name, o.Kind)
	for _, field := range [...]struct{ name, text string }{
		{"agent", o.Agent}, {"model", o.Model}, {"user", o.User}, {"content", o.Content}, {"error", truncate.Characters(o.Error, 60)},
	} {
		if field.text != "" {
			fmt.Fprintf(&b, " %s=%q", field.name, field.text)
		}
	}
	for _, field := range [...]struct {
		name string
		is   bool
	}{
		{"conversation", o.Conversation != ""},
		{"session", o.Session != ""},
		{"tool", o.Tool != ""},
		{"call id", o.CallID != ""},
		{"messages", o.HasMessages},
		{"findings", len(o.Findings) > 0},
	} {
		if field.is {
			fmt.Fprintf(&b, " has %s", field.name)
		}
	}
	fmt.Fprintf(&b, " tokens=%d/%d", o.Input, o.Output)
	return b.String()
}

// TestNothingIsLost holds every observation against the attributes of its span.
func TestNothingIsLost(t *testing.T) {
	reader, judged, tokens := newReader(t), 0, 0
	for name, file := range recordings(t) {
		for _, o := range observeAll(reader, analyse(t, file, nil)) {
			events := 0
			for _, event := range o.span.Events().All() {
				if strings.HasPrefix(event.Name(), semconv.SignalNamespace) {
					events++
				}
			}
			quality, ok := o.span.Attributes().Get(semconv.SignalsQuality)
			if !ok {
				assert.Zero(t, events, name)
				continue
			}
			judged++
			require.NotNil(t, o.Observation, name)
			assert.True(t, o.Judged)
			assert.Equal(t, quality.Str(), o.Quality)
			assert.Len(t, o.Findings, events)
			reason, parts := observe.Contributions(o.Summary)
			assert.NotEmpty(t, parts, o.Summary)
			assert.Equal(t, strings.Contains(o.Summary, "nothing stands out"), reason == "", o.Summary)
			for i := range o.Findings {
				assert.NotEmpty(t, observe.Explain(&o.Findings[i]))
				if holdsAll(o) {
					assert.LessOrEqual(t, o.Findings[i].Message, len(o.Messages), "%s: %s", name, o.span.Name())
				}
			}
			if v, ok := o.span.Attributes().Get("gen_ai.usage.input_tokens"); ok && v.Int() > 0 && o.Kind == observe.KindModel {
				tokens++
				assert.Equal(t, v.Int(), o.Input, name)
			}
		}
	}
	assert.Greater(t, judged, 1000)
	assert.Greater(t, tokens, 500)
}

// holdsAll tells the calls of models that hold all that was said before.
func holdsAll(o observed) bool {
	return o.Kind == observe.KindModel && o.HasMessages && !o.OwnTurn && !o.MayFollow && o.Previous == ""
}

// TestSpanStays observes each span and compares it with what it was.
func TestSpanStays(t *testing.T) {
	reader := newReader(t)
	for name, file := range recordings(t) {
		traces := loadTraces(t, file)
		before := ptrace.NewTraces()
		traces.CopyTo(before)
		for _, o := range observeAll(reader, []ptrace.Traces{traces}) {
			observe.Instructions(reader, o.span)
			observe.Attachments(o.span, nil)
		}
		assert.Equal(t, before, traces, name)
	}
}

func TestContent(t *testing.T) {
	reader, file := newReader(t), recordings(t)["openllmetry-sdk-0.27.coding.good"]
	for _, c := range []struct {
		setting planosignals.Content
		want    string
	}{
		{planosignals.ContentKeep, observe.ContentKept},
		{planosignals.ContentRedact, observe.ContentRedacted},
		{planosignals.ContentHash, observe.ContentHashed},
		{planosignals.ContentDrop, observe.ContentAbsent},
	} {
		seen := 0
		for _, o := range observeAll(reader, analyse(t, file, func(config *planosignals.Config) {
			config.Content = c.setting
			if c.setting == planosignals.ContentHash {
				config.HashKey = "a key that is long enough"
			}
		})) {
			if o.Observation != nil && (o.Kind == observe.KindModel || o.Kind == observe.KindTool) {
				seen++
				assert.Equal(t, c.want, o.Content, "%s: %s", c.setting, o.span.Name())
			}
		}
		assert.Positive(t, seen)
	}
}
