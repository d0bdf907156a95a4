package content_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/content"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// clone copies what Split may take.
func clone(s *model.Span) *model.Span {
	c := *s
	c.Attributes, c.Events = slices.Clone(s.Attributes), slices.Clone(s.Events)
	return &c
}

// same compares what is too large to be shown.
func same(tb testing.TB, want, got any) {
	tb.Helper()
	require.True(tb, reflect.DeepEqual(want, got), "%T differs", want)
}

// roundTrip splits a span, encodes what was taken with a base, and puts it together again. It returns the content, nil for a
// span that is not bulky.
func roundTrip(tb testing.TB, s *model.Span, base *content.Content) *content.Content {
	tb.Helper()
	before, kept := clone(s), clone(s)
	c := content.Split(s)
	if c == nil {
		same(tb, before, s)
		return nil
	}
	require.True(tb, s.HasContent)
	data := content.Encode(c, base)
	decoded, err := content.Decode(data, base)
	require.NoError(tb, err)
	same(tb, c, decoded)
	require.Positive(tb, decoded.Bytes())
	content.Join(s, decoded)
	same(tb, before, s)
	same(tb, before, kept)
	return c
}

func TestSplitTakesWhatIsBulky(t *testing.T) {
	small := &model.Span{}
	put(small, "gen_ai.prompt.0.content", strings.Repeat("x", 1000))
	assert.Nil(t, content.Split(clone(small)))

	s := clone(small)
	put(s, "http.route", "/v1/chat")
	put(s, "long", strings.Repeat("y", 1200))
	put(s, "gen_ai.prompt.0.role", "user")
	put(s, "llm.2", "ends with a number")
	put(s, "v1.2x.release", "no number")
	put(s, "7", "but a number")
	s.Events = []model.Event{{Name: "exception"}}
	require.NotNil(t, content.Split(s))
	var keys []string
	for _, a := range s.Attributes {
		keys = append(keys, a.Key)
	}
	assert.Equal(t, []string{"http.route", "v1.2x.release", "7"}, keys)
	assert.Empty(t, s.Events)
	assert.True(t, s.HasContent)

	many := &model.Span{}
	for i := range 49 {
		put(many, fmt.Sprint("key", i), "short")
	}
	assert.Nil(t, content.Split(clone(many)), "nothing of it is bulky")
	put(many, "a.1.b", "short")
	assert.NotNil(t, content.Split(many))
	assert.Len(t, many.Attributes, 49)
}

// TestRecordingsComeBack takes each span of each recording apart, with the one before as its base.
func TestRecordingsComeBack(t *testing.T) {
	root, bulky := filepath.Join("..", "..", "..", ".."), 0
	for _, dir := range []string{filepath.Join(root, "e2e", "emitters", "testdata"), filepath.Join(root, "conversation", "testdata")} {
		files, err := filepath.Glob(filepath.Join(dir, "*.traces.json"))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
			require.NoError(t, err)
			var base *content.Content
			model.FromTraces(traces, func(_ ptrace.Span, _ pcommon.Resource, s *model.Span) {
				if c := roundTrip(t, s, base); c != nil {
					base = c
					bulky++
				}
			})
		}
	}
	assert.Greater(t, bulky, 400)
}

// randomSpan makes spans of few keys and texts, so that they have much in common.
func randomSpan(r *rand.Rand) *model.Span {
	texts := []string{"", "a", strings.Repeat("abc ", 50), strings.Repeat("xyz", 700), "ü\xff\x00", strings.Repeat("hello ", r.IntN(200))}
	value := func() model.Value {
		switch t := model.Type(r.IntN(int(model.Structured) + 1)); t {
		case model.String, model.Bytes, model.Structured:
			text := texts[r.IntN(len(texts))]
			at := r.IntN(len(text) + 1)
			return model.Value{Type: t, Text: text[:at] + texts[r.IntN(3)] + text[at:]}
		case model.Int:
			return model.Value{Type: t, Bits: uint64(r.Int64() >> r.IntN(64))}
		case model.Double:
			return model.Value{Type: t, Bits: math.Float64bits(r.NormFloat64())}
		case model.Bool:
			return model.Value{Type: t, Bits: uint64(r.IntN(2))}
		default:
			return model.Value{}
		}
	}
	attributes := func(n int) (all []model.Attribute) {
		for range n {
			all = append(all, model.Attribute{Key: fmt.Sprintf("key.%d", r.IntN(12)) + texts[r.IntN(2)], Value: value()})
		}
		return all
	}
	s := &model.Span{Attributes: attributes(r.IntN(60))}
	if s.Attributes == nil {
		s.Attributes = []model.Attribute{}
	}
	for i := range r.IntN(20) {
		s.Events = append(s.Events, model.Event{
			Name: fmt.Sprint("event", r.IntN(3)), Time: r.Uint64() >> r.IntN(64), Dropped: r.Uint32() >> r.IntN(32),
			Attributes: attributes(r.IntN(4)),
		})
		if i%3 == 0 {
			s.Events[i].Time = uint64(i) * 1_000_000
		}
	}
	return s
}

func TestRandomSpansComeBack(t *testing.T) {
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 7))
		first := randomSpan(r)
		second := randomSpan(r)
		if r.IntN(2) == 0 && len(first.Attributes) > 0 {
			second = clone(first)
			second.Attributes[r.IntN(len(first.Attributes))].Value = model.Value{Type: model.String, Text: "!"}
			second.Events = append(randomSpan(r).Events, second.Events...)
		}
		roundTrip(t, second, roundTrip(t, first, nil))
	}
}

func TestAnotherBaseIsNoticed(t *testing.T) {
	contents := session(t, "json")
	data := content.Encode(contents[9], contents[8])
	for _, wrong := range []*content.Content{nil, contents[7], contents[50]} {
		_, err := content.Decode(data, wrong)
		require.Error(t, err)
	}
	for i := range data {
		damaged := slices.Clone(data)
		damaged[i] ^= 0x10
		_, err := content.Decode(damaged, contents[8])
		require.Error(t, err, i)
		_, err = content.Decode(data[:i], contents[8])
		require.Error(t, err, i)
	}
}

// FuzzDecode decodes damaged encodings, most of them with the right checksum. What can be decoded can be encoded again.
func FuzzDecode(f *testing.F) {
	bases := session(f, "events")
	indexed := session(f, "indexed")
	f.Add(content.Encode(bases[3], bases[2]))
	f.Add(content.Encode(bases[1], nil))
	f.Add(content.Encode(indexed[4], bases[2]))
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 7))
		if c := content.Split(randomSpan(r)); c != nil {
			f.Add(content.Encode(c, bases[2]))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, base := range []*content.Content{nil, bases[2]} {
			c, err := content.Decode(content.Repair(data, base), base)
			if err != nil {
				continue
			}
			again, err := content.Decode(content.Encode(c, base), base)
			require.NoError(t, err)
			same(t, c, again)
			content.Join(&model.Span{}, c)
		}
	})
}
