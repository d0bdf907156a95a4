package conversation

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestJSONString(t *testing.T) {
	tests := map[string]string{
		`"plain"`:                   "plain",
		`"a\"b\\c\/d\b\f\n\r\t"`:    "a\"b\\c/d\b\f\n\r\t",
		`"\u00e9\u4e2d"`:            "é中",
		`"\ud83d\udea9 flag"`:       "🚩 flag",
		`"\ud83d alone"`:            "\uFFFD alone",
		`"\ud83d\u0041 not a pair"`: "\uFFFDA not a pair",
		`""`:                        "",
	}
	for text, want := range tests {
		r := jsonReader{text: text}
		got, err := r.string()
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		assert.Equal(t, len(text), r.pos, text)
	}
}

func TestJSONStringErrors(t *testing.T) {
	tests := map[string]error{
		`"cut`: errJSONEnd, `"cut\`: errJSONEnd, `"cut\u12`: errJSONEnd, ``: errJSONEnd,
		`"\x"`: errJSONSyntax, `"\uZZZZ"`: errJSONSyntax, `nope`: errJSONSyntax,
	}
	for text, want := range tests {
		r := jsonReader{text: text}
		_, err := r.string()
		assert.ErrorIs(t, err, want, text)
	}
}

func TestJSONRawSkipsAnyDepth(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	r := jsonReader{text: deep + ",1"}
	raw, err := r.raw()
	require.NoError(t, err)
	assert.Equal(t, deep, raw)
}

func TestJSONReadBoundsDepth(t *testing.T) {
	r := jsonReader{text: strings.Repeat("[", 1000)}
	var down func() error
	down = func() error { return r.array(down) }
	assert.ErrorIs(t, down(), errJSONDepth)
}

// FuzzJSON holds the reader against encoding/json: what that accepts is read to the
// same keys and strings.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `{"a":[1,"b",{"c":null}]}`, `"\ud83d\udea9"`, `[{"role":"user","content":"hi"}]`, `{"a`, `[1,`, `-1.5e3`, `"\u00"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := jsonReader{text: text}
		got, err := decode(&r)
		var want any
		if !json.Valid([]byte(text)) {
			return
		}
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		require.NoError(t, decoder.Decode(&want))
		if errors.Is(err, errJSONDepth) {
			return
		}
		require.NoError(t, err)
		assert.Equal(t, want, got)
	})
}

// decode builds the tree that encoding/json would build.
func decode(r *jsonReader) (any, error) {
	kind, err := r.kind()
	if err != nil {
		return nil, err
	}
	switch kind {
	case jsonObject:
		m := map[string]any{}
		err := r.object(func(key string) error {
			value, err := decode(r)
			m[toValid(key)] = value
			return err
		})
		return m, err
	case jsonArray:
		s := []any{}
		err := r.array(func() error {
			value, err := decode(r)
			s = append(s, value)
			return err
		})
		return s, err
	case jsonString:
		text, err := r.string()
		return toValid(text), err
	}
	raw, err := r.raw()
	switch raw {
	case "true", "false":
		return raw == "true", err
	case "null":
		return nil, err
	}
	return json.Number(raw), err
}

// toValid replaces each invalid byte, as encoding/json does.
func toValid(text string) string {
	return string([]rune(text))
}
