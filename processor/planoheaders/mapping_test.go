package planoheaders

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMatchNamesTheAttribute(t *testing.T) {
	for _, tt := range []struct {
		prefix, name, key string
	}{
		{"x-katanemo-", "x-katanemo-user-id", "user.id"},
		{"x-katanemo-", "X-KATANEMO-Session-ID", "session.id"},
		{"X-Katanemo-", "x-katanemo-user-id", "user.id"},
		{"x-katanemo", "x-katanemo-user-id", "user.id"},
		{"x-katanemo", "x-katanemo---user-id", "user.id"},
		{"x-katanemo", "x-katanemofoo", "foo"},
		{"x-katanemo-", "x-katanemo-user_id", "user_id"},
		{"x-katanemo-", "x-katanemo-user-", "user."},
		{"x-katanemo-", "x-katanemo-", ""},
		{"x-katanemo-", "x-katanemo---", ""},
		{"x-katanemo-", "x-katanemo", ""},
		{"x-katanemo-", "x-request-id", ""},
		{"x-katanemo-", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := defaultConfig()
			cfg.HeaderPrefixes = []string{tt.prefix}
			h, ok := newFinder(cfg).match(tt.name, sourceAttributes, false)
			assert.Equal(t, tt.key != "", ok)
			assert.Equal(t, tt.key, h.key)
		})
	}
}

func FuzzAttributeKey(f *testing.F) {
	for _, name := range []string{"x-katanemo-user-id", "X-Katanemo", "x-katanemo---", "x_katanemo_user_id", "x-katanemo-\xff", ""} {
		f.Add(name)
	}
	finder := newFinder(defaultConfig())
	f.Fuzz(func(t *testing.T, name string) {
		h, ok := finder.match(name, sourceAttributes, false)
		if !ok {
			if h.key != "" {
				t.Fatalf("%q: no match, but key %q", name, h.key)
			}
			return
		}
		if len(name) > len("x-katanemo-")+maxKeyLength {
			if h.refusal != refusedLimit {
				t.Fatalf("a name of %d bytes is not refused", len(name))
			}
			return
		}
		if h.key == "" || strings.Contains(h.key, "-") || strings.ContainsAny(h.key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			t.Fatalf("%q: key %q is empty, holds a hyphen or an upper case letter", name, h.key)
		}
		if len(h.key) > len(name)-len("x-katanemo-") {
			t.Fatalf("%q: key %q is longer than what the prefix leaves", name, h.key)
		}
		want := strings.ReplaceAll(strings.TrimLeft(asciiLower(name)[len("x-katanemo-"):], "-"), "-", ".")
		if h.key != want {
			t.Fatalf("%q: key %q, want %q", name, h.key, want)
		}
		if upper, _ := finder.match(asciiUpper(name), sourceAttributes, false); upper.key != h.key || upper.refusal != h.refusal {
			t.Fatalf("%q: letter case changes the result: %v, %v", name, h, upper)
		}
	})
}

func asciiLower(s string) string {
	return mapBytes(s, func(c byte) byte {
		if 'A' <= c && c <= 'Z' {
			return c + 32
		}
		return c
	})
}

func asciiUpper(s string) string {
	return mapBytes(s, func(c byte) byte {
		if 'a' <= c && c <= 'z' {
			return c - 32
		}
		return c
	})
}

func mapBytes(s string, f func(byte) byte) string {
	b := []byte(s)
	for i := range b {
		b[i] = f(b[i])
	}
	return string(b)
}
