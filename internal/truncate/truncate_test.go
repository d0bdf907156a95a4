package truncate

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCharacters(t *testing.T) {
	for _, tt := range []struct {
		s    string
		n    int
		want string
	}{
		{"", 0, ""},
		{"", 3, ""},
		{"abc", 0, ""},
		{"abc", 3, "abc"},
		{"abcd", 3, "abc"},
		{"äöü", 3, "äöü"},
		{"äöüß", 3, "äöü"},
		{"🚩🚩", 1, "🚩"},
		{"\xff\xfea", 2, "\xff\xfe"},
	} {
		assert.Equal(t, tt.want, Characters(tt.s, tt.n), "%q at %d", tt.s, tt.n)
	}
}

func TestBytes(t *testing.T) {
	for _, tt := range []struct {
		s    string
		n    int
		want string
	}{
		{"", 0, ""},
		{"abc", 0, ""},
		{"abc", 3, "abc"},
		{"abcd", 3, "abc"},
		{"äöü", 3, "ä"},
		{"äöü", 4, "äö"},
		{"🚩🚩", 7, "🚩"},
		{"🚩", 3, ""},
		{"\x80\x80\x80\x80\x80\x80\x80", 6, "\x80\x80\x80\x80\x80\x80"},
	} {
		assert.Equal(t, tt.want, Bytes(tt.s, tt.n), "%q at %d", tt.s, tt.n)
	}
}
