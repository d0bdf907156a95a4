package value

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/depth/depthtest"
)

func valueOf(t *testing.T, raw any) pcommon.Value {
	t.Helper()
	v := pcommon.NewValueEmpty()
	require.NoError(t, v.FromRaw(raw))
	return v
}

func TestScalar(t *testing.T) {
	for _, tt := range []struct {
		raw  any
		want string
	}{
		{"text", "text"},
		{12, "12"},
		{1.5, "1.5"},
		{true, "true"},
		{nil, ""},
		{[]byte("x"), ""},
		{[]any{"x"}, ""},
		{map[string]any{"x": 1}, ""},
	} {
		assert.Equal(t, tt.want, Scalar(valueOf(t, tt.raw)), "%v", tt.raw)
	}
}

func TestText(t *testing.T) {
	for _, tt := range []struct {
		raw      any
		maxBytes int
		want     string
		cut      Cut
	}{
		{"text", 4, "text", Whole},
		{"text", 3, "tex", CutLong},
		{"text", 0, "", CutLong},
		{123, 3, "123", Whole},
		{123, 2, "12", CutLong},
		{nil, 0, "", Whole},
		{[]byte("abc"), 4, "YWJj", Whole},
		{[]byte("abc"), 3, "YWJ", CutLong},
		{[]any{"a", 1, nil, false}, 17, `["a",1,null,false`, CutLong},
		{[]any{"a", 1, nil, false}, 18, `["a",1,null,false]`, Whole},
		{[]any{strings.Repeat("x", 100)}, 5, `["xxx`, CutLong},
		{map[string]any{"b": map[string]any{}, "a": []any{}}, 100, `{"a":[],"b":{}}`, Whole},
		{map[string]any{"a": []byte("abc")}, 100, `{"a":"YWJj"}`, Whole},
		{[]any{math.NaN(), math.Inf(1), math.Inf(-1), 0.5}, 100, `["NaN","Infinity","-Infinity",0.5]`, Whole},
		{[]any{"a\"<\n"}, 100, `["a\"<\u000a"]`, Whole},
	} {
		got, cut := Text(valueOf(t, tt.raw), tt.maxBytes)
		assert.Equal(t, tt.want, got, "%v", tt.raw)
		assert.Equal(t, tt.cut, cut, "%v", tt.raw)
	}
}

func TestTextOfDeepValues(t *testing.T) {
	const pairs = MaxDepth / 2
	around := func(innermost string) string {
		return strings.Repeat(`[{"within":`, pairs) + innermost + strings.Repeat(`}]`, pairs)
	}
	for depth, want := range map[int]string{MaxDepth: "innermost", MaxDepth + 1: TooDeep, depthtest.Deep: TooDeep} {
		v := pcommon.NewValueEmpty()
		depthtest.Nest(v, depth)
		text, cut := Text(v, 1000)
		assert.Equal(t, around(`"`+want+`"`), text)
		assert.Equal(t, want == TooDeep, cut == CutDeep)
	}
}

func TestHeaderOnly(t *testing.T) {
	w := JSON{MaxBytes: 1000, HeaderOnly: func(m pcommon.Map) bool { _, ok := m.Get("image"); return ok }}
	text, cut := w.Text(valueOf(t, []any{
		map[string]any{"image": strings.Repeat("x", 10_000), "type": "png", "bytes": []byte("x"), "more": map[string]any{}, "width": 7},
		map[string]any{"text": strings.Repeat("x", 300)},
	}))
	assert.Equal(t, `[{"type":"png","width":7},{"text":"`+strings.Repeat("x", 300)+`"}]`, text)
	assert.Equal(t, Whole, cut)
}

// FuzzText holds the JSON against that of the standard library.
func FuzzText(f *testing.F) {
	f.Add(`{"role":"user","parts":[{"type":"text","content":"hi"}],"n":1.5,"x":null,"y":[true,-7]}`, 100)
	f.Add(`[[[[["\u0000\u2028<é"]]]]]`, 9)
	f.Add(`"text"`, 2)
	f.Fuzz(func(t *testing.T, document string, maxBytes int) {
		var raw any
		v := pcommon.NewValueEmpty()
		if json.Unmarshal([]byte(document), &raw) != nil || v.FromRaw(raw) != nil || maxBytes < 0 {
			return
		}
		text, cut := Text(v, maxBytes)
		require.LessOrEqual(t, len(text), maxBytes)
		if cut != Whole {
			return
		}
		switch raw.(type) {
		case map[string]any, []any:
			var again any
			require.NoError(t, json.Unmarshal([]byte(text), &again), text)
			require.Equal(t, raw, again)
		default:
			require.Equal(t, v.AsString(), text)
		}
	})
}
