package planosignals

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

// TestNoCanaryIsLeftInLogs does to all recorded log records what TestNoCanaryIsLeft does to spans, and to records of other
// forms; they join the spans of their calls. With -v it lists the fields.
func TestNoCanaryIsLeftInLogs(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "conversation", "testdata", "*.logs.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	fields := map[string]int{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".logs.json"), func(t *testing.T) {
			for _, how := range plantings {
				for _, content := range hiding {
					g := newGarden(t, how)
					logs := loadLogs(t, file)
					addRecords(t, logs)
					g.plantLogs(logs)
					require.Len(t, g.left(jsonOfLogs(t, logs)), len(g.planted), "not all that is planted is there")
					traces := load(t, strings.Replace(file, ".logs.", ".traces.", 1))

					exported, told := watched(t, hidden(content), traces, logs)
					assert.Empty(t, g.left(exported), "%s, %s", how.name, content)
					assert.Empty(t, g.left(told), "%s, %s: metrics and logs", how.name, content)
					if how.name == plantings[0].name && content == ContentDrop {
						for _, place := range g.places() {
							fields[place]++
						}
					}
				}
			}
		})
	}
	listFields(t, fields)
}

// addRecords adds records of the forms that SDKs of other languages write, and of errors.
func addRecords(t *testing.T, logs plog.Logs) {
	t.Helper()
	records := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	const messages = `[{"role":"user","parts":[{"type":"text","content":"Where is my order?"}]}]`
	for _, r := range []struct {
		event      string
		severity   plog.SeverityNumber
		body       any
		attributes map[string]any
	}{
		{event: "gen_ai.user.message", body: map[string]any{"content": "Where is my order?", "a field": "Paris"}},
		{event: "gen_ai.user.message", body: `{"role":"user","content":"Where is my order?"}`},
		{event: "gen_ai.user.message", body: "Where is my order?"},
		{event: "gen_ai.user.message", body: []any{"Where is my order?", map[string]any{"role": "user", "content": "Now?"}}},
		{event: "gen_ai.choice", attributes: map[string]any{"gen_ai.event.content": `{"message":{"content":"On its way."}}`, "a key": "a text"}},
		{
			event: "gen_ai.client.inference.operation.details",
			body:  map[string]any{"gen_ai.input.messages": []any{map[string]any{"role": "user", "content": "Where is it?"}}},
			attributes: map[string]any{
				"gen_ai.input.messages": messages, "gen_ai.output.messages": messages, "gen_ai.system_instructions": "Be kind.",
				"gen_ai.tool.definitions": `[{"name":"find","description":"finds orders"}]`, "content": "Where is my order?",
			},
		},
		{event: "exception", body: "no order of Ann", attributes: map[string]any{"exception.message": "no order of Ann"}},
		{severity: plog.SeverityNumberError, body: "Tool find failed: no order of Ann"},
		{severity: plog.SeverityNumberFatal, body: map[string]any{"message": "no order of Ann", "stack": "at Ann"}},
		{body: "no order of Ann", attributes: map[string]any{"exception.stacktrace": "at Ann"}},
		{body: map[string]any{"gen_ai.input.messages": messages, "error.message": "no order"}},
	} {
		record := records.AppendEmpty()
		record.SetEventName(r.event)
		record.SetSeverityNumber(r.severity)
		require.NoError(t, record.Body().FromRaw(r.body))
		require.NoError(t, record.Attributes().FromRaw(r.attributes))
	}
	record := records.AppendEmpty()
	record.SetSeverityText("Error")
	record.Body().SetStr("Tool find failed: no order of Ann")
}

func (g *garden) plantLogs(logs plog.Logs) {
	for _, resource := range logs.ResourceLogs().All() {
		g.put("resource", "gen_ai.input.messages", resource.Resource().Attributes())
		for _, scope := range resource.ScopeLogs().All() {
			g.put("scope", "exception.message", scope.Scope().Attributes())
			for _, record := range scope.LogRecords().All() {
				g.attributes("log", record.Attributes())
				g.value("log body", record.Body())
			}
		}
	}
}

func loadLogs(t *testing.T, file string) plog.Logs {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	logs, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(data)
	require.NoError(t, err)
	return logs
}

func jsonOfLogs(t *testing.T, logs plog.Logs) string {
	t.Helper()
	data, err := (&plog.JSONMarshaler{}).MarshalLogs(logs)
	require.NoError(t, err)
	return string(data)
}

func TestLogsKeepWhatIsNoContent(t *testing.T) {
	for content, want := range map[Content][]map[string]any{
		ContentKeep: {
			{"body": map[string]any{"content": "hi", "role": "user"}, "gen_ai.system": "openai", "other": "it"},
			{"body": "an ordinary line", "key": "value"},
			{"body": "no order of Ann", "exception.type": "NotFound"},
			{"body": nil, "gen_ai.request.model": "m", "gen_ai.request.temperature": 0.5, "gen_ai.system_instructions": "Be kind."},
		},
		ContentRedact: {
			{"body": map[string]any{"content": "[2 characters]", "role": "user"}, "gen_ai.system": "openai", "other": "[2 characters]"},
			{"body": "an ordinary line", "key": "value"},
			{"body": "[15 characters]", "exception.type": "NotFound"},
			{"body": nil, "gen_ai.request.model": "m", "gen_ai.request.temperature": 0.5, "gen_ai.system_instructions": "[8 characters]"},
		},
		ContentDrop: {
			{"body": nil, "gen_ai.system": "openai"},
			{"body": "an ordinary line", "key": "value"},
			{"body": nil, "exception.type": "NotFound"},
			{"body": nil, "gen_ai.request.model": "m", "gen_ai.request.temperature": 0.5},
		},
	} {
		records := plog.NewLogRecordSlice()
		add := func(event string, severity plog.SeverityNumber, body any, attributes map[string]any) {
			record := records.AppendEmpty()
			record.SetEventName(event)
			record.SetSeverityNumber(severity)
			require.NoError(t, record.Body().FromRaw(body))
			require.NoError(t, record.Attributes().FromRaw(attributes))
		}
		add("gen_ai.user.message", plog.SeverityNumberInfo, map[string]any{"role": "user", "content": "hi"},
			map[string]any{"gen_ai.system": "openai", "other": "it"})
		add("", plog.SeverityNumberWarn, "an ordinary line", map[string]any{"key": "value"})
		add("", plog.SeverityNumberInfo, "no order of Ann", map[string]any{"exception.type": "NotFound"})
		add("gen_ai.client.inference.operation.details", plog.SeverityNumberInfo, nil, map[string]any{
			"gen_ai.request.model": "m", "gen_ai.request.temperature": 0.5, "gen_ai.system_instructions": "Be kind.",
		})
		logs := plog.NewLogs()
		records.MoveAndAppendTo(logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords())
		policy := newContentPolicy(hidden(content))
		policy.ApplyLogs(logs)
		for i, record := range logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().All() {
			got := record.Attributes().AsRaw()
			got["body"] = record.Body().AsRaw()
			assert.Equal(t, want[i], got, "%s: %d", content, i)
		}
	}
}
