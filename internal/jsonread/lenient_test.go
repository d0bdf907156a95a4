package jsonread

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fieldsOf reads the fields of an object, the values as they stand.
func fieldsOf(r *Reader) (fields [][2]string, err error) {
	err = r.Object(func(key string) error {
		value, err := r.TextOrRaw()
		fields = append(fields, [2]string{key, value})
		return err
	})
	return fields, err
}

func TestLenientObjects(t *testing.T) {
	tests := []struct {
		name, text string
		want       [][2]string
	}{
		{"JSON", `{"ok":false,"error":"no \"such\" file","n":null}`, [][2]string{{"ok", "false"}, {"error", `no "such" file`}, {"n", ""}}},
		{"Python", `{'ok': False, 'why': "it's", 'n': None}`, [][2]string{{"ok", "False"}, {"why", "it's"}, {"n", ""}}},
		{"a quote in its own kind", `{'why': 'it\'s gone'}`, [][2]string{{"why", "it's gone"}}},
		{"tuples", `{'pair': (1, ')', [2]), 'b': 2}`, [][2]string{{"pair", `(1, ')', [2])`}, {"b", "2"}}},
		{"commas too many", `{,"a":1,,"b":2,}`, [][2]string{{"a", "1"}, {"b", "2"}}},
		{"commas too few", `{"a":"x" "b":2}`, [][2]string{{"a", "x"}, {"b", "2"}}},
		{"escapes nobody knows", `{'a': '\x1b[0m \q \uZZ'}`, [][2]string{{"a", `\x1b[0m \q \uZZ`}}},
		{"other words", `{"a": NaN, "b": <object>, "c": undefined}`, [][2]string{{"a", "NaN"}, {"b", "<object>"}, {"c", "undefined"}}},
		{"empty", `{ }`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := NewLenient(tt.text)
			got, err := fieldsOf(&r)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestLenientGivesWhatStoodBefore(t *testing.T) {
	tests := []struct {
		text string
		want [][2]string
		err  error
	}{
		{`{'error': 'cut off in`, [][2]string{{"error", "cut off in"}}, ErrCut},
		{`{"a": 1, "b": [1, 2`, [][2]string{{"a", "1"}, {"b", "[1, 2"}}, ErrCut},
		{`{"a": 1, "b"`, [][2]string{{"a", "1"}}, ErrCut},
		{`{"a": 1, b: 2}`, [][2]string{{"a", "1"}}, ErrSyntax},
		{`{'a', 'b'}`, nil, ErrSyntax},
	}
	for _, tt := range tests {
		r := NewLenient(tt.text)
		got, err := fieldsOf(&r)
		require.ErrorIs(t, err, tt.err, tt.text)
		assert.Equal(t, tt.want, got, tt.text)
	}
}

func TestLenientArrays(t *testing.T) {
	for text, want := range map[string][]string{
		`[1, 'two', True]`: {"1", "two", "True"},
		`(1, 2,)`:          {"1", "2"},
		`()`:               nil,
		`[1 2]`:            {"1", "2"},
		`[{'a': 1}, []]`:   {"{'a': 1}", "[]"},
	} {
		r := NewLenient(text)
		var got []string
		require.NoError(t, r.Array(func() error {
			value, err := r.TextOrRaw()
			got = append(got, value)
			return err
		}), text)
		assert.Equal(t, want, got, text)
	}
}

func TestStrictRefusesWhatLenientTakes(t *testing.T) {
	for _, text := range []string{`{'a':1}`, `{"a":1,}`, `{"a":1 "b":2}`, `{,"a":1}`, `{"a":True}`, `{"a":"\x"}`} {
		r := New(text)
		_, err := fieldsOf(&r)
		assert.ErrorIs(t, err, ErrSyntax, text)
	}
}

func TestAppendUnescaped(t *testing.T) {
	for text, want := range map[string]string{
		``: "", `plain`: "plain", `a\nb`: "a\nb", `\"quoted\"`: `"quoted"`, `\u00e9\ud83d\ude00`: "é😀", `it\'s`: "it's",
		`\x1b \`: `\x1b \`, `\u12`: `\u12`, `\\n`: `\n`,
	} {
		assert.Equal(t, "> "+want, string(AppendUnescaped([]byte("> "), text)), text)
	}
}

// FuzzLenient holds the lenient reader against the strict one: valid JSON is read alike, and any
// text comes to an end.
func FuzzLenient(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,"b",{"c":null}]}`, `{'a': (1, "it's", None), 'b': True}`, `{,"a":1,,}`, `['it\'s' 2]`, `(((`, `{"a`, `[)]`, `[:]`, `"\u12"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		strict, lenient := New(text), NewLenient(text)
		got, gotErr := decode(&lenient)
		if !Valid(text) {
			return
		}
		want, wantErr := decode(&strict)
		assert.Equal(t, wantErr, gotErr)
		assert.Equal(t, want, got)
	})
}
