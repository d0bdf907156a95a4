package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestNumbers(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1.0k", 9949: "9.9k", 12_400: "12k", 1_500_000: "1.5M", 2e10: "20G"} {
		assert.Equal(t, want, short(n))
	}
	for n, want := range map[int64]string{0: "0", -1234: "-1,234", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		assert.Equal(t, want, thousands(n))
	}
	assert.Equal(t, "1 span", plural(1, "span"))
	assert.Equal(t, "2,000 spans", plural(2000, "span"))
	assert.Equal(t, "$0.0032", dollars(0.0032))
	assert.Equal(t, "$1.50", dollars(1.5))
}

func TestDurations(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 ms", 109250 * time.Nanosecond: "0.1 ms", 41 * time.Second: "41 s", 5 * time.Minute: "5 min", 5 * time.Hour: "5 h",
		72 * time.Hour: "3 days", 1500 * time.Millisecond: "1.5 s", 999 * time.Millisecond: "999 ms",
	} {
		assert.Equal(t, want, lasting(int64(d)))
	}
	e := &environment{now: func() time.Time { return now }}
	for d, want := range map[time.Duration]string{
		-time.Hour: "0s", 59 * time.Second: "59s", 90 * time.Second: "1m", 47 * time.Hour: "47h", 72 * time.Hour: "3d",
	} {
		assert.Equal(t, want, e.ago(now.Add(-d).UnixNano()))
	}
}

// Cells are counted, not bytes or characters.
func TestColumns(t *testing.T) {
	assert.Equal(t, "日本  |", pad("日本", 6)+"|")
	assert.Equal(t, "日… |", pad("日本語", 4)+"|")
	assert.Equal(t, "    👩‍💻", padLeft("👩‍💻", 6))
	assert.Empty(t, cut("日本", 0))
}

func TestWrap(t *testing.T) {
	assert.Equal(t, []string{"with", "gpt-4o-mini", "日本語"}, wrap("with gpt-4o-mini 日本語", 11))
	assert.Equal(t, []string{"aaaa", "aa"}, wrap("aaaaaa", 4))
	assert.Equal(t, []string{""}, wrap("", 4))
	s := (&environment{width: 12}).sheet()
	s.lines("first:  ", "  ", "one two three")
	assert.Equal(t, "first:  one\n  two three\n", s.text.String())
}

func TestTextsOfStrangers(t *testing.T) {
	assert.Equal(t, `a b \x1b[2J`, oneLine(" a\n\tb \x1b[2J "))
	assert.Len(t, oneLine(strings.Repeat("x", 1<<20)), maxOneLine)
	assert.Equal(t, []string{"a", "    b", `\x1b`}, manyLines("\n\na\r\n\tb\n\x1b\n"))
}
