package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/grpc"

	"github.com/otelcol-plano/otelcol-plano/bench/talk"
	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

const (
	// turnsOfSession are those of the sessions whose size is measured.
	turnsOfSession = 100
	// said holds real messages, of 250 bytes on average, from where make runs this.
	said = "../data/labels.dev.jsonl"
	// textsOfAnswer are so many messages that an answer has the length of one of a model.
	textsOfAnswer = 3
	// filler is as many spans as the store packs into a block, so that none of the sessions' is left out of one.
	filler = 4096
	// sessionsPerRequest keeps a request below what the collector takes.
	sessionsPerRequest = 40
)

// measureSessions compares what sessions take that are sent turn by turn, each call with all that was said before, with what their last
// calls alone take.
func measureSessions(ctx context.Context, sessions int, t *table) error {
	texts, err := readTexts()
	if err != nil {
		return err
	}
	var sizes [3]int64
	for i, from := range []int{turnsOfSession, 0, turnsOfSession - 1} {
		// Without a turn, it is the size of a store that has no sessions.
		size, err := sizeOfSessions(ctx, sessions, from, texts)
		if err != nil {
			return err
		}
		sizes[i] = size - sizes[0]
	}
	t.atMost(fmt.Sprintf("size of a session of %d turns, sent turn by turn, by that of its last call", turnsOfSession),
		float64(sizes[1])/float64(sizes[2]), goalSessions, "%.2f")
	t.note("bytes of a session, of its last call", fmt.Sprintf("%d, %d", sizes[1]/int64(sessions), sizes[2]/int64(sessions)))
	return nil
}

func readTexts() (texts []string, err error) {
	file, err := os.ReadFile(said)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(bytes.NewReader(file))
	lines.Buffer(nil, len(file))
	for lines.Scan() {
		var row struct {
			Text string `json:"text"`
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("%s: %w", said, err)
		}
		texts = append(texts, row.Text)
	}
	return texts, lines.Err()
}

// sizeOfSessions sends the turns of sessions from one on, and returns the size of the store.
func sizeOfSessions(ctx context.Context, sessions, from int, texts []string) (size int64, err error) {
	c, err := newCollector(ctx)
	if err != nil {
		return 0, err
	}
	defer c.remove(&err)
	if _, err := c.startTimed(ctx, 0); err != nil {
		return 0, err
	}
	sent := 0
	err = c.connect(func(conn *grpc.ClientConn) error {
		random := rand.New(rand.NewPCG(100, 100))
		histories := make([]session, sessions)
		for i := range histories {
			histories[i].texts = random.Perm(len(texts))
		}
		for turn := range turnsOfSession {
			for first := 0; first < sessions; first += sessionsPerRequest {
				td := ptrace.NewTraces()
				resource := td.ResourceSpans().AppendEmpty()
				resource.Resource().Attributes().PutStr("service.name", "shop")
				spans := resource.ScopeSpans().AppendEmpty().Spans()
				for i := first; i < min(first+sessionsPerRequest, sessions); i++ {
					histories[i].turn(spans, i, turn >= from, texts)
				}
				if td.SpanCount() == 0 {
					continue
				}
				if err := send(ctx, conn, td); err != nil {
					return err
				}
				sent += td.SpanCount()
			}
		}
		t, err := newTemplate(random, filler)
		if err != nil {
			return err
		}
		t.renew(random)
		sent += filler
		return sendText(ctx, conn, t.text)
	})
	if err != nil {
		return 0, err
	}
	if err := c.waitFor(ctx, sent); err != nil {
		return 0, err
	}
	if err := c.Stop(); err != nil {
		return 0, err
	}
	return c.usedBytes()
}

// session is a conversation of messages that are drawn without one coming twice.
type session struct {
	texts   []int
	history []talk.Message
}

func (s *session) draw(texts []string, count int) string {
	var drawn []string
	for _, i := range s.texts[:count] {
		drawn = append(drawn, texts[i])
	}
	s.texts = s.texts[count:]
	return strings.Join(drawn, " ")
}

// turn adds the call of a turn to the spans where it is sent.
func (s *session) turn(spans ptrace.SpanSlice, number int, sent bool, texts []string) {
	s.history = append(s.history, talk.Message{Role: "user", Text: s.draw(texts, 1)})
	answer := talk.Message{Role: "assistant", Text: s.draw(texts, textsOfAnswer)}
	if sent {
		chat := harness.AppendSpan(spans, harness.NewTraceID(), "chat")
		talk.ChatSpan(chat, number)
		chat.Attributes().PutStr("gen_ai.input.messages", talk.TextOf(s.history))
		chat.Attributes().PutStr("gen_ai.output.messages", talk.TextOf([]talk.Message{answer}))
		within(chat, time.Now())
	}
	s.history = append(s.history, answer)
}
