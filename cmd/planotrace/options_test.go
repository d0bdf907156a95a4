package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMatchesPattern(t *testing.T) {
	for _, tt := range []struct {
		pattern, key string
		want         bool
	}{
		{"*", "http.method", true},
		{"http.*", "http.method", true},
		{"http.*", "xhttp.method", false},
		{"*.method", "http.method", true},
		{"*.method", "http.methods", false},
		{"h*p.m*d", "http.method", true},
		{"h*p.m*d", "http.method2", false},
		{"*tt*eth*", "http.method", true},
		{"a*a", "a", false},
		{"a*a", "aa", true},
		{"a*b*b", "ab", false},
		{"**", "", true},
		{"http", "http.method", false},
		{"http.method", "http.method", true},
		{"http.[m]ethod", "http.method", false},
	} {
		assert.Equal(t, tt.want, matchesPattern(tt.pattern, tt.key), "%s %s", tt.pattern, tt.key)
	}
}

func TestSinceDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{"": 0, "5m": 5 * time.Minute, "2h": 2 * time.Hour, "1d": 24 * time.Hour} {
		got, err := sinceDuration(text)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, text := range []string{"5", "m", "5s", "5x", "0m", "-1h", "1.5h", "1d2h", "99999999999999999999d", "9999999d", " "} {
		_, err := sinceDuration(text)
		require.ErrorContains(t, err, "Invalid --since window: \""+text+`". Use`)
	}
}

func TestQueryQuotesValues(t *testing.T) {
	conditions, err := whereConditions([]string{"llm.model = gpt-4o-mini ", `a:b=two words`, `c="quoted"`, "d=x*"})
	require.NoError(t, err)
	assert.Equal(t, `llm.model=gpt-4o-mini a:b="two words" c="\"quoted\"" d="x*"`, query(conditions))
}
