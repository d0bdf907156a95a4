package signals_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/jsonl"
)

// trajectoriesVariable names the environment variable with the path of a larger file.
const trajectoriesVariable = "TRAJECTORIES"

func trajectories(tb testing.TB) [][]signals.Message {
	tb.Helper()
	path := os.Getenv(trajectoriesVariable)
	if path == "" {
		path = "testdata/trajectories.sample.jsonl"
	}
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var all [][]signals.Message
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<26)
	for s.Scan() {
		c, err := jsonl.Parse(s.Bytes())
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, c.Messages)
	}
	if err := s.Err(); err != nil {
		tb.Fatal(err)
	}
	return all
}

func analyze(b *testing.B, conversations ...[]signals.Message) {
	b.Helper()
	a, err := signals.New(signals.DefaultConfig())
	if err != nil {
		b.Fatal(err)
	}
	bytes, messages := 0, 0
	for _, c := range conversations {
		messages += len(c)
		for i := range c {
			bytes += len(c[i].Text) + len(c[i].Arguments)
		}
		a.Analyze(c)
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		for _, c := range conversations {
			a.Analyze(c)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(conversations)), "µs/conversation")
	b.ReportMetric(float64(messages), "messages/op")
}

func BenchmarkTrajectories(b *testing.B) { analyze(b, trajectories(b)...) }

const prose = "I was wondering whether the second flight on that day still has two seats in economy, because my brother would like " +
	"to come along if it does. We are flexible about the time, but it has to be before noon, and the price should stay below 400. "

// dialogue returns messages of a length in turns of the user and the agent, no two the same.
func dialogue(messages, length int) []signals.Message {
	all := make([]signals.Message, messages)
	for i := range all {
		words := strings.Fields(strings.Repeat(prose, length/len(prose)+2))
		for j := range words {
			if (i*7+j)%11 == 0 {
				words[j] = string(rune('a'+i%26)) + words[j]
			}
		}
		all[i] = signals.Message{Role: signals.Role(i % 2), Text: strings.Join(words, " ")[:length]}
	}
	return all
}

func Benchmark100Messages2000Characters(b *testing.B) { analyze(b, dialogue(100, 2000)) }

func Benchmark20Messages200Characters(b *testing.B) { analyze(b, dialogue(20, 200)) }

func BenchmarkOneMegabyteMessage(b *testing.B) { analyze(b, dialogue(1, 1<<20)) }

func BenchmarkToolOutput(b *testing.B) {
	var messages []signals.Message
	for _, c := range trajectories(b) {
		for _, m := range c {
			if m.Role == signals.RoleToolResult {
				messages = append(messages, m)
			}
		}
	}
	analyze(b, messages[:min(len(messages), 100)])
}

// repeated words that open many phrases are the worst case of the automaton.
func BenchmarkWorstCase(b *testing.B) {
	messages := dialogue(100, 10)
	for i := range messages {
		messages[i].Text = strings.Repeat("i want to speak to a you are not ", 61)
	}
	analyze(b, messages)
}

func BenchmarkNew(b *testing.B) {
	config := signals.DefaultConfig()
	config.Lexicon.Phrases = map[string]map[string][]string{"interaction.disengagement.quit": {"en": {"own phrase"}}}
	for b.Loop() {
		if _, err := signals.New(config); err != nil {
			b.Fatal(err)
		}
	}
}
