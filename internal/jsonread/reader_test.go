package jsonread

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestText(t *testing.T) {
	tests := map[string]string{
		`"plain"`:                   "plain",
		`"a\"b\\c\/d\b\f\n\r\t"`:    "a\"b\\c/d\b\f\n\r\t",
		`"\u00e9\u4e2d"`:            "é中",
		`"\ud83d\udea9 flag"`:       "🚩 flag",
		`"\ud83d alone"`:            "\uFFFD alone",
		`"\ud83d\u0041 not a pair"`: "\uFFFDA not a pair",
		`""`:                        "",
		`"\\\\"`:                    `\\`,
	}
	for text, want := range tests {
		r := New(text)
		got, err := r.Text()
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		assert.True(t, r.AtEnd(), text)

		r.Reset(text)
		appended, err := r.AppendText([]byte("before "))
		require.NoError(t, err, text)
		assert.Equal(t, "before "+want, string(appended), text)

		r.Reset(text)
		raw, err := r.RawText()
		require.NoError(t, err, text)
		assert.Equal(t, text[1:len(text)-1], raw)
		assert.True(t, r.AtEnd(), text)
	}
}

func TestTextErrors(t *testing.T) {
	tests := map[string]error{
		`"cut`: ErrCut, `"cut\`: ErrCut, `"cut\u12`: ErrCut, ``: ErrCut,
		`"\x"`: ErrSyntax, `"\uZZZZ"`: ErrSyntax, `nope`: ErrSyntax, `'single'`: ErrSyntax,
	}
	for text, want := range tests {
		r := New(text)
		_, err := r.Text()
		assert.ErrorIs(t, err, want, text)
	}
}

func TestACutGivesWhatStoodBefore(t *testing.T) {
	for text, want := range map[string]string{`"so far`: "so far", `"so\tfar`: "so\tfar", `"so far\`: "so far", `"so far\u00`: "so far"} {
		r := New(text)
		got, err := r.Text()
		require.ErrorIs(t, err, ErrCut, text)
		assert.Equal(t, want, got, text)
	}
}

func TestTextWithoutEscapesIsASlice(t *testing.T) {
	r := New("")
	text := `{"key":"` + strings.Repeat("long ", 100) + `"}`
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		r.Reset(text)
		if err := r.Object(func(string) error { _, err := r.Text(); return err }); err != nil {
			t.Error(err)
		}
	}))
}

func TestRawSkipsAnyDepth(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	r := New(deep + ",1")
	raw, err := r.Raw()
	require.NoError(t, err)
	assert.Equal(t, deep, raw)
}

func TestRawTakesOneValue(t *testing.T) {
	for text, want := range map[string]string{
		` "a\"]" ,1`: `"a\"]"`, `-1.5e3,2`: "-1.5e3", `true}`: "true", `null`: "null",
		`{"a":"}","b":[{}]} ]`: `{"a":"}","b":[{}]}`,
	} {
		r := New(text)
		got, err := r.Raw()
		require.NoError(t, err, text)
		assert.Equal(t, want, got)
	}
	for _, text := range []string{`{"a":1`, `["x`, `"x`, ``} {
		r := New(text)
		_, err := r.Raw()
		assert.ErrorIs(t, err, ErrCut, text)
	}
}

func TestReadBoundsDepth(t *testing.T) {
	r := New(strings.Repeat("[", 1000))
	var down func() error
	down = func() error { return r.Array(down) }
	assert.ErrorIs(t, down(), ErrDepth)
}

// FuzzReader holds the reader against encoding/json: what that accepts is read to the
// same keys and strings.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `{"a":[1,"b",{"c":null}]}`, `"\ud83d\udea9"`, `[{"role":"user","content":"hi"}]`, `{"a`, `[1,`, `-1.5e3`, `"\u00"`,
		`[1,]`, `{"a":1,}`, `"\\\""`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := New(text)
		got, err := decode(&r)
		require.Equal(t, json.Valid([]byte(text)), Valid(text))
		if !Valid(text) {
			return
		}
		var want any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		require.NoError(t, decoder.Decode(&want))
		if errors.Is(err, ErrDepth) {
			return
		}
		require.NoError(t, err)
		assert.Equal(t, want, got)
	})
}

// decode builds the tree that encoding/json would build.
func decode(r *Reader) (any, error) {
	kind, err := r.Kind()
	if err != nil {
		return nil, err
	}
	switch kind {
	case Object:
		m := map[string]any{}
		err := r.Object(func(key string) error {
			value, err := decode(r)
			m[toValid(key)] = value
			return err
		})
		return m, err
	case Array:
		s := []any{}
		err := r.Array(func() error {
			value, err := decode(r)
			s = append(s, value)
			return err
		})
		return s, err
	case String:
		text, err := r.Text()
		return toValid(text), err
	case Invalid, Number, Word:
	}
	raw, err := r.Raw()
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
