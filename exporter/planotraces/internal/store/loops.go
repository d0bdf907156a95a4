package store

import (
	"context"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/catalogue"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// maxFollowed is how many messages behind a loop are looked at for more rounds of it.
const maxFollowed = 128

// followLoops has loops go on over the calls behind them that are alike, as a signal is told once, when the loop is long enough to be
// one, and says what they took.
func (s *Store) followLoops(ctx context.Context, conn *sqlite.Conn, c *traceapi.Conversation, t *catalogue.Transcript) error {
	if len(c.Loops) == 0 {
		return nil
	}
	transcriber := newTranscriber(s, conn, t)
	defer transcriber.end()
	for i := range c.Loops {
		l := &c.Loops[i]
		from, to := l.Calls[0], min(t.Total, l.Messages[1]+maxFollowed)
		messages, err := transcriber.messages(ctx, from, to)
		if err != nil {
			return err
		}
		follow(l, messages)
		spend(l, t)
	}
	c.Loops = withoutFollowed(c.Loops)
	return nil
}

// follow adds the rounds that come next; messages begin with the first call of the loop.
func follow(l *traceapi.Loop, messages []traceapi.Message) {
	first := messages[0].Index
	period := 1
	if l.Signal == signals.Oscillation.String() {
		period = 2
	}
	for at := l.Messages[1] - first; at < len(messages); at++ {
		m := &messages[at]
		if m.Role == traceapi.RoleUser {
			break
		}
		if m.Role != traceapi.RoleToolCall {
			continue
		}
		before := l.Calls[len(l.Calls)-period] - first
		if before < 0 || before >= len(messages) || !alike(l.Signal, m, &messages[before]) {
			break
		}
		l.Calls = append(l.Calls, m.Index)
		l.Messages[1] = m.Index + 1
	}
	l.Rounds = len(l.Calls)
	for at := l.Messages[1] - first; at < len(messages) && messages[at].Role == traceapi.RoleToolResult; at++ {
		l.Messages[1]++
	}
}

// alike says whether a call goes on with a loop: a retry has the same arguments, others the same tool.
func alike(signal string, a, b *traceapi.Message) bool {
	return a.Tool == b.Tool && (signal != signals.Retry.String() || a.Arguments == b.Arguments)
}

// spend sums up what the rounds took but the first one: the calls of models that hold these messages first.
func spend(l *traceapi.Loop, t *catalogue.Transcript) {
	var start, end int64
	l.Tokens, l.USD = 0, 0
	counted := map[int]bool{}
	for _, s := range t.Segments {
		if s.Place >= l.Messages[1] || s.Place+s.To-s.From <= l.Calls[1] || counted[s.Call] {
			continue
		}
		counted[s.Call] = true
		call := &t.Calls[s.Call]
		if start == 0 || call.Start < start {
			start = call.Start
		}
		end = max(end, call.End)
		l.Tokens += call.Tokens.Input + call.Tokens.Output
		l.USD += call.Cost
	}
	l.DurationNS = end - start
}

// withoutFollowed leaves out loops that a longer one of the same kind has come to cover.
func withoutFollowed(loops []traceapi.Loop) []traceapi.Loop {
	var left []traceapi.Loop
	for _, l := range loops {
		if n := len(left); n > 0 && left[n-1].Signal == l.Signal && left[n-1].Tool == l.Tool && l.Messages[1] <= left[n-1].Messages[1] {
			continue
		}
		left = append(left, l)
	}
	return left
}
