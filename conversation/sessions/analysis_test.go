package sessions

import (
	"bufio"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/jsonl"
)

// withoutSnippets is a report as a state tells it that was written and read.
func withoutSnippets(r signals.Report) signals.Report {
	r.Instances = slices.Clone(r.Instances)
	for i := range r.Instances {
		r.Instances[i].Snippet = ""
	}
	return r
}

// recorded are the conversations of the repository, and those of the folder that DATA names.
func recorded(t *testing.T) [][]signals.Message {
	t.Helper()
	files := []string{"../../data/conversations.dev.jsonl"}
	if data := os.Getenv("DATA"); data != "" {
		more, err := filepath.Glob(filepath.Join(data, "trajectories.dev.jsonl"))
		require.NoError(t, err)
		require.NotEmpty(t, more, "DATA=%s has no trajectories", data)
		files = append(files, more...)
	}
	var all [][]signals.Message
	for _, name := range files {
		file, err := os.Open(name)
		require.NoError(t, err)
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 4<<20)
		for lines.Scan() {
			conversation, err := jsonl.Parse(lines.Bytes())
			require.NoError(t, err)
			all = append(all, conversation.Messages)
		}
		require.NoError(t, lines.Err())
		require.NoError(t, file.Close())
	}
	require.NotEmpty(t, all)
	return all
}

// turnsOf are the histories with which the calls of a conversation end: behind each answer.
func turnsOf(messages []signals.Message) [][]signals.Message {
	var turns [][]signals.Message
	for i := range messages {
		asked := messages[i].Role == signals.RoleUser || messages[i].Role == signals.RoleToolResult
		if i+1 == len(messages) || !asked && (messages[i+1].Role == signals.RoleUser || messages[i+1].Role == signals.RoleToolResult) {
			turns = append(turns, messages[:i+1])
		}
	}
	return turns
}

// disturbed is what becomes of the calls of a conversation on their way.
func disturbed(r *rand.Rand, messages []signals.Message) [][]signals.Message {
	turns := turnsOf(messages)
	for range r.IntN(4) {
		i := r.IntN(len(turns))
		turn := slices.Clone(turns[i])
		switch r.IntN(6) {
		case 0: // out of order
			j := r.IntN(len(turns))
			turns[i], turns[j] = turns[j], turns[i]
			continue
		case 1: // twice
		case 2: // edited
			turn[r.IntN(len(turn))].Text += " or so"
		case 3: // cut in front
			turn = turn[r.IntN(len(turn)):]
		case 4: // compacted
			from := r.IntN(len(turn))
			turn = slices.Delete(turn, from, from+r.IntN(len(turn)-from))
		case 5: // forked
			turn = append(turn, signals.Message{Role: signals.RoleUser, Text: "no, that is not what I asked for"})
		}
		if len(turn) > 0 {
			turns = slices.Insert(turns, r.IntN(len(turns)+1), turn)
		}
	}
	return turns
}

// The report of each call is that of an analysis of its messages from scratch, whatever came before.
func TestReportsAreThoseFromScratch(t *testing.T) {
	resumed, instances := 0, 0
	for seed, messages := range recorded(t) {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		c := newClient(t, someLimits)
		c.sessions.ready.max = seed % 2 // every other session is written and read again after each call
		for _, turn := range disturbed(r, messages) {
			facts := c.reader.Scan(chatSpan(t, turn), "shop")
			whole := slices.Clone(c.reader.Resume(facts, nil).Messages)
			want := withoutSnippets(c.analyzer.Analyze(whole))
			got := withoutSnippets(c.send(turn).Report)
			require.Equal(t, want, got, "conversation %d, %d messages", seed, len(turn))
			instances += len(got.Instances)
			if open := c.sessions.Open(c.tb.Context(), c.key); len(c.reader.Resume(facts, open.Prefixes()).Messages) < len(whole) {
				resumed++
				open.Close()
			} else {
				open.Close()
			}
		}
	}
	assert.Positive(t, resumed)
	assert.Positive(t, instances)
}
