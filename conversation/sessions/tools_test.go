package sessions

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

const retryNews = "execution.loops.retry at -1"

// failing is a call of a tool and what came of it.
func failing() []signals.Message {
	return []signals.Message{
		{Role: signals.RoleToolCall, Tool: "find", CallID: "1", Arguments: `{"id":"Ann"}`},
		{Role: signals.RoleToolResult, Tool: "find", CallID: "1", Text: "Error: invalid argument: Ann is no id"},
	}
}

// at is a new span of the client that begins at a time.
func (c *client) at(start pcommon.Timestamp) Call {
	call := c.span()
	call.Start = start
	return call
}

func loopsIn(r Result) int { return r.Report.Count(signals.Loops) }

// ran notes a tool's span.
func (c *client) ran(call Call, messages []signals.Message) {
	c.tb.Helper()
	open := c.sessions.Open(c.tb.Context(), c.key)
	defer open.Close()
	require.True(c.tb, open.WantsTools())
	open.AddTool(call, messages)
}

func asked() []signals.Message {
	return []signals.Message{{Role: signals.RoleUser, Text: "Where is Ann?"}, {Role: signals.RoleAssistant, Text: "I can't find her."}}
}

func TestLoopsOfToolSpansOutliveAProcess(t *testing.T) {
	disk := newDisk()
	c := process(t, disk, time.Now)
	for i := range pcommon.Timestamp(2) {
		c.ran(c.at(i+1), failing())
	}
	require.NoError(t, c.sessions.Leave(t.Context()))
	c = process(t, disk, time.Now)
	third := c.at(3)
	c.ran(third, failing())
	c.ran(third, failing())
	assert.Equal(t, []string{retryNews}, newsOf(c.sendAs(c.at(4), asked())))
	assert.Empty(t, newsOf(c.sendAs(c.at(5), asked())), "once a trace")

	other := c.at(6)
	other.Trace = pcommon.TraceID{2}
	assert.Zero(t, loopsIn(c.sendAs(other, asked())), "of another trace")
	for _, data := range disk.data {
		assert.NotContains(t, string(data), "Ann")
		assert.NotContains(t, string(data), "find")
	}
}

// loop is a history of the same call over and over.
func loop() (history []signals.Message) {
	history = append(history, signals.Message{Role: signals.RoleUser, Text: "Where is Ann?"})
	for range 3 {
		history = append(history, failing()...)
	}
	return append(history, signals.Message{Role: signals.RoleAssistant, Text: "I can't find her."})
}

func TestALoopToldByToolSpansIsNotToldByAConversation(t *testing.T) {
	c := newClient(t, someLimits)
	for i := range pcommon.Timestamp(3) {
		c.ran(c.at(i+1), failing())
	}
	assert.Equal(t, []string{retryNews}, newsOf(c.sendAs(c.at(4), asked())))
	around := c.sendAs(c.at(0), loop())
	assert.Equal(t, 1, loopsIn(around), "its own calls")
	assert.NotContains(t, newsOf(around), "execution.loops.retry at 5")
	open := c.sessions.Open(t.Context(), c.key)
	defer open.Close()
	assert.False(t, open.WantsTools())
	assert.Empty(t, open.known.runs)
}

func TestConversationsThatHoldTheirCallsNeedNoToolSpans(t *testing.T) {
	history := loop()
	c := newClient(t, someLimits)
	for _, turn := range turnsOf(history) {
		open := c.sessions.Open(t.Context(), c.key)
		if open.WantsTools() {
			open.AddTool(c.at(pcommon.Timestamp(len(turn))), failing())
		}
		open.Close()
		assert.LessOrEqual(t, loopsIn(c.sendAs(c.at(100), turn)), 1)
	}
	assert.Equal(t, 1, loopsIn(c.sendAs(c.at(100), history)))
}

// A call that follows an answer holds no more than what is new: the calls are those of the answers before.
func TestChainedCallsHoldTheirCalls(t *testing.T) {
	c := newClient(t, someLimits)
	said, previous := []signals.Message{{Role: signals.RoleUser, Text: "Where is Ann?"}}, ""
	var last Result
	for i, response := range []string{"resp_1", "resp_2", "resp_3", "resp_4"} {
		call := c.at(pcommon.Timestamp(10 * i))
		call.Previous, call.Response, previous = previous, response, response
		answer := failing()[0]
		if i == 3 {
			answer = signals.Message{Role: signals.RoleAssistant, Text: "I can't find her."}
		}
		last = c.sendAs(call, append(said, answer))
		said = failing()[1:]
		open := c.sessions.Open(t.Context(), c.key)
		if open.WantsTools() {
			open.AddTool(c.at(pcommon.Timestamp(10*i+5)), failing())
		}
		open.Close()
	}
	assert.Equal(t, 1, loopsIn(last))
}

func TestToolSpansAreBounded(t *testing.T) {
	c := newClient(t, someLimits)
	for i := range 2 * maxRunSpans {
		for trace := range byte(2 * maxRuns) {
			call := c.at(pcommon.Timestamp(i))
			call.Trace = pcommon.TraceID{trace + 1}
			c.ran(call, failing())
		}
	}
	open := c.sessions.Open(t.Context(), c.key)
	defer open.Close()
	require.Len(t, open.known.runs, maxRuns)
	data := open.known.append(nil)
	assert.Less(t, len(data), 64<<10)
	var back session
	require.NoError(t, back.read(data))
	assert.Equal(t, open.known.runs, back.runs)
	for n := range data {
		if err := back.read(slices.Clone(data[:n])); err == nil {
			t.Fatalf("%d of %d bytes are taken for a session", n, len(data))
		}
	}
}
