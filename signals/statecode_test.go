package signals

import (
	"encoding"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

var (
	_ encoding.BinaryAppender    = (*State)(nil)
	_ encoding.BinaryUnmarshaler = (*State)(nil)
)

// restored writes a state and reads it back into another one.
func restored(t *testing.T, from, to *State) *State {
	t.Helper()
	data, err := from.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := to.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	return to
}

// withoutSnippets is a report as a state tells it that was written and read.
func withoutSnippets(r Report) Report {
	for i := range r.Instances {
		r.Instances[i].Snippet = ""
	}
	return r
}

// A state that was written and read at any message goes on as the one that wasn't.
func TestRestoredStateEqualsAnalyze(t *testing.T) {
	config := DefaultConfig()
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 2))
		config.MaxMessages = 1 + r.IntN(60)
		a, err := New(config)
		if err != nil {
			t.Fatal(err)
		}
		messages := randomConversation(r, r.IntN(200))
		for i := range messages {
			if r.IntN(9) == 0 {
				messages[i].Text += strings.Repeat(" and so on with different words", r.IntN(80))
			}
		}
		state, spare := a.NewState(), a.NewState()
		spare.AddAll(randomConversation(r, 40))
		for i := 0; i < len(messages); {
			n := min(len(messages)-i, 1+r.IntN(20))
			state.AddAll(messages[i : i+n])
			i += n
			state, spare = restored(t, state, spare), state
			want := withoutSnippets(a.Analyze(messages[:i]))
			if got := withoutSnippets(state.Report()); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, %d of %d messages, %d count:\n got %+v\nwant %+v", seed, i, len(messages), config.MaxMessages, got, want)
			}
		}
	}
}

func TestWrittenStatesHoldNoText(t *testing.T) {
	a := mustNew(t)
	state := a.NewState()
	const secret = "xylophone"
	for _, m := range randomConversation(rand.New(rand.NewPCG(1, 1)), 60) {
		m.Text += " " + secret
		m.Arguments = `{"name": "` + secret + `"}`
		state.Add(m)
	}
	if len(state.Report().Instances) == 0 {
		t.Fatal("nothing was found in the conversation")
	}
	data, err := state.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), secret) {
		t.Error("the state holds what was said")
	}
}

func FuzzUnmarshalState(f *testing.F) {
	a, err := New(DefaultConfig())
	if err != nil {
		f.Fatal(err)
	}
	state := a.NewState()
	for _, m := range randomConversation(rand.New(rand.NewPCG(1, 1)), 30) {
		if data, err := state.AppendBinary(nil); err == nil {
			f.Add(data)
		}
		state.Add(m)
	}
	read := a.NewState()
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := read.UnmarshalBinary(data); err != nil && read.Len() != 0 {
			t.Fatal("something is left of a state that can't be read")
		}
		read.Report()
		read.AddAll(refund())
		read.Report()
	})
}

func BenchmarkState(b *testing.B) {
	a, err := New(DefaultConfig())
	if err != nil {
		b.Fatal(err)
	}
	state, read := a.NewState(), a.NewState()
	state.AddAll(refund())
	data, _ := state.AppendBinary(nil)
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		b.ReportMetric(float64(len(data)), "bytes")
		buffer := make([]byte, 0, 2*len(data))
		for b.Loop() {
			buffer, _ = state.AppendBinary(buffer[:0])
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := read.UnmarshalBinary(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
