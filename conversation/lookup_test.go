package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLookup(t *testing.T) {
	var declared []declaration[[]string]
	for _, pattern := range []string{"a.*", "a.b.c", "a.b.*", "a.b.c", "x", "ax", "llm.*", "llm"} {
		declared = append(declared, declaration[[]string]{pattern, func(said *[]string) { *said = append(*said, pattern) }})
	}
	l := newLookup(declared)
	for name, want := range map[string][]string{
		"a.b.c":   {"a.*", "a.b.c", "a.b.*", "a.b.c"},
		"a.b.cd":  {"a.*", "a.b.*"},
		"a.b":     {"a.*"},
		"a.":      {"a.*"},
		"x":       {"x"},
		"llm":     {"llm"},
		"llm.any": {"llm.*"},
	} {
		said := l.find(name)
		require.NotNil(t, said, name)
		assert.Equal(t, want, *said, name)
	}
	for _, name := range []string{"", "a", "b", "y", "xx", "axe", "llm_any"} {
		assert.Nil(t, l.find(name), name)
	}
}

func TestLookupTellsNamesOfOneHashApart(t *testing.T) {
	require.Equal(t, hashName("a-z"), hashName("a+z"))
	l := newLookup([]declaration[string]{
		{"a-z", func(s *string) { *s = "minus" }},
		{"a+z", func(s *string) { *s = "plus" }},
	})
	assert.Equal(t, "minus", *l.find("a-z"))
	assert.Equal(t, "plus", *l.find("a+z"))
	assert.Nil(t, l.find("a*z"))
}
