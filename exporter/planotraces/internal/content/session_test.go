package content_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/content"
)

// turns is the length of the sessions that are measured.
const turns = 100

// session splits the calls of a session.
func session(tb testing.TB, shape string) (contents []*content.Content) {
	tb.Helper()
	for _, c := range calls(loadMessages(tb), turns) {
		s := c.span()
		shapes[shape](tb, c, s)
		part := content.Split(s)
		if part == nil {
			part = &content.Content{}
		}
		contents = append(contents, part)
	}
	require.Len(tb, contents, turns)
	return contents
}

func chain(contents []*content.Content) (encoded [][]byte, size int) {
	var base *content.Content
	for _, c := range contents {
		data := content.Encode(c, base)
		encoded, size, base = append(encoded, data), size+len(data), c
	}
	return encoded, size
}

// most is how many times the room of its last call a session takes that is sent turn by turn. Times of events that come as they
// like can't be told from those of the call before; the last call of a window is a small part of its session.
var most = map[string]float64{"json": 2, "indexed": 2, "events": 2, "openinference": 2, "late events": 2.25, "window": 15}

func TestSessionsAreSmall(t *testing.T) {
	for shape := range shapes {
		contents := session(t, shape)
		_, size := chain(contents)
		last := len(content.Encode(contents[turns-1], nil))
		t.Logf("%s: %d bytes for %d calls, the last alone %d, %.2f times", shape, size, turns, last, float64(size)/float64(last))
		assert.LessOrEqual(t, float64(size), most[shape]*float64(last), shape)
	}
}

func TestChainsAreReadBack(t *testing.T) {
	for shape := range shapes {
		contents := session(t, shape)
		encoded, _ := chain(contents)
		var base *content.Content
		for i, data := range encoded {
			c, err := content.Decode(data, base)
			require.NoError(t, err)
			same(t, contents[i], c)
			base = c
		}
	}
}

func decodeChain(tb testing.TB, encoded [][]byte) {
	tb.Helper()
	var base *content.Content
	for _, data := range encoded {
		c, err := content.Decode(data, base)
		require.NoError(tb, err)
		base = c
	}
}

// BenchmarkSession writes and reads sessions of a hundred calls. Reading one, from its first call to its last, shall take 10 ms at
// most.
func BenchmarkSession(b *testing.B) {
	for shape := range shapes {
		contents := session(b, shape)
		encoded, size := chain(contents)
		last := len(content.Encode(contents[turns-1], nil))
		b.Run(shape+"/encode", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				chain(contents)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*turns), "µs/call")
			b.ReportMetric(float64(size)/float64(last), "times-last")
			b.ReportMetric(float64(size), "bytes")
		})
		b.Run(shape+"/decode", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				decodeChain(b, encoded)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*turns), "µs/call")
		})
	}
}
