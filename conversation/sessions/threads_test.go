package sessions

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func user(text string) signals.Message { return signals.Message{Role: signals.RoleUser, Text: text} }

func assistant(text string) signals.Message {
	return signals.Message{Role: signals.RoleAssistant, Text: text}
}

// complaints is a conversation whose user gets angrier.
func complaints() []signals.Message {
	return []signals.Message{
		user("Where is my parcel? It should have been here on Monday."), assistant("It is on its way."),
		user("No, that's not what I asked. Where is it?"), assistant("It left the warehouse on Tuesday."),
		user("This is really frustrating."), assistant("I am sorry to hear that."),
		user("I want to speak to a human agent."), assistant("I will put you through."),
	}
}

func newsOf(r Result) (news []string) {
	for i, in := range r.Report.Instances {
		if r.News[i] != Old {
			news = append(news, fmt.Sprint(in.Leaf, " at ", in.MessageIndex))
		}
	}
	return news
}

func TestASignalIsToldByTheSpanWhoseMessagesRaiseItFirst(t *testing.T) {
	c := newClient(t, someLimits)
	history := complaints()
	assert.Empty(t, newsOf(c.send(history[:2])))
	assert.Equal(t, []string{"interaction.misalignment.correction at 2"}, newsOf(c.send(history[:4])))
	assert.Equal(t, []string{"interaction.disengagement.negative_stance at 4"}, newsOf(c.send(history[:6])))
	last := c.send(history)
	assert.Equal(t, []string{"interaction.disengagement.escalation at 6"}, newsOf(last))
	assert.Len(t, last.Report.Instances, 3)
}

func TestLateTurnsTellNothingThatWasTold(t *testing.T) {
	c := newClient(t, someLimits)
	history := complaints()
	assert.Len(t, newsOf(c.send(history)), 3)
	late := c.send(history[:4])
	assert.Empty(t, newsOf(late))
	assert.Len(t, late.Report.Instances, 1)
	assert.False(t, late.Change.Changed, "the quality is that of the longer one")
}

func TestACopyOfASpanTellsTheSame(t *testing.T) {
	c := newClient(t, someLimits)
	history := complaints()
	c.send(history[:2])
	call := c.span()
	first := c.sendAs(call, history[:6])
	c.send(history)
	again := c.sendAs(call, history[:6])
	assert.Equal(t, first.Report, again.Report, "with its snippets")
	assert.Equal(t, []Novelty{First, First}, first.News)
	assert.Equal(t, []Novelty{Again, Again}, again.News)
	assert.False(t, again.Change.Changed)
}

func TestAConversationCountsUnderItsLatestQuality(t *testing.T) {
	c := newClient(t, someLimits)
	history := complaints()
	assert.Equal(t, Change{Changed: true}, c.send(history[:2]).Change)
	assert.Equal(t, Change{Previous: signals.Neutral, HasPrevious: true}, c.send(history[:4]).Change)
	last := c.send(history)
	assert.Equal(t, signals.Severe, last.Report.Quality)
	assert.True(t, last.Change.Changed && last.Change.HasPrevious)
	forked := append(slices.Clone(history[:6]), user("It works now, thank you so much!"), assistant("Good."))
	change := c.send(forked).Change
	assert.Equal(t, Change{Changed: true, Previous: signals.Severe, HasPrevious: true}, change, "a fork is the same conversation")
	other := c.send([]signals.Message{user("What's the weather like in Berlin today?"), assistant("Sunny.")})
	assert.Equal(t, Change{Changed: true}, other.Change, "another one of the session")
}

func TestCompactedHistoriesAreTheSameConversation(t *testing.T) {
	c := newClient(t, someLimits)
	history := complaints()
	c.send(history[:6])
	cut := c.send(history[2:])
	assert.Equal(t, []string{"interaction.disengagement.escalation at 4"}, newsOf(cut))
	assert.True(t, cut.Change.HasPrevious)
}

func TestTheSameComplaintTwiceIsTwoSignals(t *testing.T) {
	c := newClient(t, someLimits)
	history := []signals.Message{user("This is ridiculous!"), assistant("Sorry."), user("This is ridiculous!"), assistant("Sorry again.")}
	assert.Len(t, newsOf(c.send(history[:2])), 1)
	assert.Equal(t, []string{"interaction.disengagement.negative_stance at 2"}, newsOf(c.send(history)))
}

func TestALoopThatGoesOnIsTold(t *testing.T) {
	c := newClient(t, someLimits)
	history := []signals.Message{user("Find it.")}
	told := 0
	for i := range 8 {
		id := fmt.Sprint(i)
		history = append(history, signals.Message{Role: signals.RoleToolCall, Tool: "search", CallID: id, Arguments: `{"q":"x"}`},
			signals.Message{Role: signals.RoleToolResult, CallID: id, Text: `{"hits": []}`})
		for _, news := range newsOf(c.send(append(slices.Clone(history), assistant("Hm.")))) {
			if strings.Contains(news, "loops") {
				told++
			}
		}
	}
	assert.Equal(t, 1, told, "once, however long it gets")
}

func TestAnswersThatComeBackInAnotherForm(t *testing.T) {
	c := newClient(t, someLimits)
	var history []signals.Message
	read := 0
	for i := range 12 {
		history = append(history, user(fmt.Sprintf("Question number %d about order %d, please.", i, i*i)))
		span := chatSpan(t, append(slices.Clone(history), assistant(fmt.Sprint("Answer ", i))))
		facts := c.reader.Scan(span, "shop")
		open := c.sessions.Open(c.tb.Context(), c.key)
		if i > 4 {
			read += len(c.reader.Resume(facts, open.Prefixes()).Messages)
		}
		open.Close()
		want := withoutSnippets(c.analyzer.Analyze(slices.Clone(c.reader.Resume(facts, nil).Messages)))
		assert.Equal(t, want, withoutSnippets(c.analyze(span, c.span()).Report))
		history = append(history, assistant(fmt.Sprintf("[answer %d]", i)))
	}
	assert.Equal(t, 7*3, read, "the answer before, the question and the answer")
}

func TestCallsThatFollowAnAnswerAreOneConversation(t *testing.T) {
	c := newClient(t, someLimits)
	history := complaints()
	turn := func(i int, previous string) Result {
		call := c.span()
		call.Trace[0], call.Previous, call.Response = byte(i), previous, fmt.Sprint("resp_", i)
		return c.sendAs(call, history[2*i:2*i+2])
	}
	turn(0, "")
	turn(1, "resp_0")
	turn(2, "resp_1")
	last := turn(3, "resp_2")
	assert.Equal(t, withoutSnippets(c.analyzer.Analyze(history)), withoutSnippets(last.Report))
	assert.Equal(t, []string{"interaction.disengagement.escalation at 6"}, newsOf(last))
	forked := turn(3, "resp_1")
	assert.Equal(t, 3, forked.Report.TurnCount)
	assert.Equal(t, 1, turn(3, "resp_lost").Report.TurnCount)
}

func TestCallsThatHoldTheirOwnTurn(t *testing.T) {
	c := newClient(t, someLimits)
	say := func(trace byte, text string) Result {
		call := c.span()
		call.Trace, call.OwnTurn = pcommon.TraceID{trace}, true
		return c.sendAs(call, []signals.Message{user(text)})
	}
	assert.Equal(t, 1, say(1, "What's the weather in Seattle?").Report.TurnCount)
	assert.Equal(t, 1, say(1, "What's the weather in Seattle?").Report.TurnCount, "another call of the turn")
	assert.Equal(t, 2, say(2, "And in Boston?").Report.TurnCount)
	assert.Equal(t, 3, say(3, "And in Boston?").Report.TurnCount, "asked again")
}

func TestFaultsMakeAConversationWorseOnly(t *testing.T) {
	c := newClient(t, someLimits)
	fault := func(fatal bool) Result {
		open := c.sessions.Open(c.tb.Context(), c.key)
		defer open.Close()
		return open.Note(c.analyzer.Analyze(nil, signals.Evidence{Leaf: signals.RateLimit, Fatal: fatal}), c.span())
	}
	first := fault(false)
	assert.Equal(t, []Novelty{First}, first.News)
	assert.Equal(t, Change{Changed: true}, first.Change)
	assert.Equal(t, []Novelty{Old}, fault(false).News, "of the same trace")
	good := c.send(complaints()[:2])
	assert.True(t, good.Change.HasPrevious, "it is the conversation of which only the fault was known")
	assert.Equal(t, Change{}, fault(false).Change)
	assert.Equal(t, Change{Changed: true, Previous: good.Report.Quality, HasPrevious: true}, fault(true).Change)
}

func TestReadingsThatWereCutAreNotRemembered(t *testing.T) {
	c := newClient(t, someLimits)
	c.reader = conversation.NewReader(conversation.Limits{MaxBytes: 100}, c.analyzer)
	c.send(complaints())
	open := c.sessions.Open(c.tb.Context(), c.key)
	defer open.Close()
	assert.Empty(t, open.Prefixes())
}

func TestManyConversationsOfASession(t *testing.T) {
	c := newClient(t, someLimits)
	for i := range 3 * maxThreads {
		c.send([]signals.Message{user(fmt.Sprintf("Summarise document number %d.", i)), assistant("Done.")})
	}
	open := c.sessions.Open(c.tb.Context(), c.key)
	defer open.Close()
	require.Len(t, open.known.threads, maxThreads)
}

func TestSessionsAreForgotten(t *testing.T) {
	now := time.Unix(0, 0)
	c := newClient(t, Limits{MaxSessions: 2, MaxBytes: 1 << 20, TTL: time.Minute})
	c.sessions = New(c.analyzer, someLimits, func() time.Time { return now })
	c.sessions.store.limits = Limits{MaxSessions: 2, MaxBytes: 1 << 20, TTL: time.Minute}
	history := complaints()
	knows := func(id string) bool {
		c.key = KeyOf("", id, pcommon.TraceID{})
		open := c.sessions.Open(c.tb.Context(), c.key)
		defer open.Close()
		return len(open.Prefixes()) > 0
	}
	send := func(id string) {
		c.key = KeyOf("", id, pcommon.TraceID{})
		c.send(history[:2])
	}
	send("a")
	send("b")
	assert.True(t, knows("a"))
	send("c")
	assert.False(t, knows("b"), "unused for longest")
	_, _, evicted := c.sessions.Usage()
	assert.Equal(t, int64(1), evicted)
	now = now.Add(time.Minute)
	assert.False(t, knows("a"), "expired")
	assert.False(t, knows("c"), "expired")
	_, _, evicted = c.sessions.Usage()
	assert.Equal(t, int64(1), evicted, "what has expired made no room")
}
