package planosignals

import (
	"flag"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/readme"
)

var update = flag.Bool("update", false, "write the table of recordings into the documentation")

// emitters is where the recordings are made and kept.
var emitters = filepath.Join("..", "..", "e2e", "emitters")

// finding is what is told of a recording.
type finding struct {
	turns   int64
	leaves  string
	flagged bool
}

const complaints = "correction escalation negative_stance repetition"

// scripted are what a careful reader finds in the scenarios, whoever records them.
var scripted = map[string]finding{
	"good":             {2, "gratitude", false},
	"refund":           {4, "correction escalation invalid_args negative_stance quit repetition", true},
	"session":          {4, "correction escalation invalid_args negative_stance quit repetition", true},
	"chained":          {4, "correction escalation invalid_args negative_stance quit repetition", true},
	"german":           {4, complaints, true},
	"spanish":          {4, complaints, true},
	"tool-fails":       {1, "invalid_args", false},
	"tool-throws":      {1, "network", false},
	"tool-loop":        {1, "invalid_args retry", true},
	"parallel":         {1, "invalid_args", false},
	"streaming":        {2, "correction", false},
	"image":            {2, "gratitude", false},
	"rate-limited":     {2, "rate_limit", true},
	"first-call-fails": {1, "rate_limit", true},
	"retried":          {1, "rate_limit", false},
	"asked-again":      {2, "api_error", false},
	"server-error":     {1, "api_error", true},
	"reset":            {1, "network", true},
	"three-faults":     {1, "api_error network rate_limit", true},
	"streaming-fails":  {1, "api_error", true},
	"off-refund":       {0, "", false},
	"off-rate-limited": {0, "rate_limit", true},
	"off-reset":        {0, "network", true},
	"off-retried":      {0, "rate_limit", false},
}

// libraries are those that are recorded, with what they emit otherwise than the scenario says.
var libraries = map[string][]quirk{
	"openllmetry-0.27":              {losesFailedCalls},
	"openllmetry-sdk-0.27":          {losesFailedCalls},
	"openllmetry-0.12":              {losesFailedCalls},
	"openllmetry-sdk-0.14":          {losesFailedCalls},
	"openllmetry-responses-0.27":    {losesFailedCalls},
	"openllmetry-anthropic-0.27":    nil,
	"openllmetry-langchain-0.27":    {tracesTurns},
	"openinference-openai-4.2":      {losesFailedCalls},
	"openinference-openai-2.3":      {losesFailedCalls},
	"openinference-responses-4.2":   {losesFailedCalls},
	"openinference-anthropic-0.2":   nil,
	"openinference-langchain-4.1":   {tracesTurns},
	"openinference-agents-0.2":      {tracesTurns, losesFailedCalls, hidesToolErrors},
	"openinference-agents-chat-0.2": {tracesTurns, hidesToolErrors},
	"langfuse-openai-5.11":          nil,
	"langfuse-openai-4.0":           nil,
	"langfuse-responses-5.11":       nil,
	"langfuse-langchain-5.11":       {tracesTurns},
	"langsmith-openai-0.12":         nil,
	"langsmith-openai-0.3":          {mergesStreams},
	"vercel-ai-4":                   {tracesTurns},
	"vercel-ai-5":                   {tracesTurns},
	"vercel-ai-6":                   {tracesTurns},
	"vercel-ai-7":                   {tracesTurns},
	"sentry-openai-10.78":           nil,
	"sentry-openai-10.20":           nil,
	"sentry-anthropic-10.78":        nil,
	"genkit-1.42":                   {tracesTurns},
	"google-adk-2.0":                {tracesTurns, losesFailedCalls},
	"strands-1.16":                  {tracesTurns, makesLastCallOnly},
	"otel-openai-0.22":              nil,
	"otel-openai-0.5":               nil,
}

// quirk changes what is to be found in a scenario.
type quirk func(scenario string, f *finding)

// losesFailedCalls is of libraries that never end the span of a failed call: what was asked with it is not known.
func losesFailedCalls(scenario string, f *finding) {
	if scenario == "rate-limited" || scenario == "first-call-fails" {
		f.turns--
	}
}

// tracesTurns is of libraries that begin a trace with every turn: one that failed is the end of its trace.
func tracesTurns(scenario string, f *finding) {
	f.flagged = f.flagged || scenario == "asked-again"
}

// mergesStreams is of a library that writes the first streamed call onto the span around it, and the others nowhere.
func mergesStreams(scenario string, f *finding) {
	if scenario == "streaming" {
		*f = finding{turns: 1}
	}
}

// hidesToolErrors is of a library that tells the model no more than that a tool failed.
func hidesToolErrors(scenario string, f *finding) {
	if scenario == "tool-throws" {
		f.leaves = "api_error"
	}
}

// makesLastCallOnly is of a library that makes the last of several calls.
func makesLastCallOnly(scenario string, f *finding) {
	if scenario == "parallel" {
		*f = finding{turns: 1}
	}
}

func TestRecorded(t *testing.T) {
	for r, recorded := range allRecorded(t) {
		want := scripted[r.scenario]
		for _, change := range libraries[r.library] {
			change(r.scenario, &want)
		}
		assert.Equal(t, want, find(t, recorded).finding, "%s, %s", r.library, r.scenario)
		if !changesWithWhatFollows(r) {
			assert.Equal(t, want, find(t, recorded.apart()...).finding, "%s, %s, span by span", r.library, r.scenario)
		}
	}
}

// changesWithWhatFollows is true where a span that comes by itself tells more than is known to be right later: a model call
// that failed on its own span before another span is its retry, and a tool's span that names no cause before a chat's does.
func changesWithWhatFollows(r scene) bool {
	return r.scenario == "asked-again" || strings.HasSuffix(r.scenario, "retried") ||
		r.scenario == "tool-throws" && strings.HasPrefix(r.library, "sentry")
}

func TestDocumentedRecordings(t *testing.T) {
	assert.NoError(t, readme.Generated(filepath.Join(emitters, "README.md"), "recordings", recordingsTable(t), *update))
}

// recordingsTable has a line for each scenario and what is found in it, with the libraries that it is found for.
func recordingsTable(t *testing.T) string {
	t.Helper()
	lines := map[string][]string{}
	for r, recorded := range allRecorded(t) {
		f := find(t, recorded)
		line := fmt.Sprintf("| %s | %d | %s | %s | %t | ", r.scenario, f.turns, f.leaves, f.quality, f.flagged)
		library := r.library
		if f.session != "" {
			library += " (`" + f.session + "`)"
		}
		lines[line] = append(lines[line], library)
	}
	var b strings.Builder
	b.WriteString("| scenario | turns | signals | quality | flagged | library (session) |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, line := range slices.Sorted(maps.Keys(lines)) {
		slices.Sort(lines[line])
		fmt.Fprintf(&b, "%s%s |\n", line, strings.Join(lines[line], ", "))
	}
	return b.String()
}
