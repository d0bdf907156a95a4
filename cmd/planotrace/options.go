package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
)

// mistake is a wrong option whose error says all there is to say, without the usage below it.
type mistake struct{ error }

func (m mistake) Unwrap() error { return m.error }

func mistaken(format string, arguments ...any) error {
	return mistake{fmt.Errorf(format, arguments...)}
}

// filterPatterns splits the lists of --filter.
func filterPatterns(lists []string) (patterns []string, err error) {
	for _, list := range lists {
		for token := range strings.SplitSeq(list, ",") {
			token = strings.TrimSpace(token)
			if token == "" {
				return nil, mistaken("Filter contains empty tokens.")
			}
			patterns = append(patterns, token)
		}
	}
	return patterns, nil
}

// matchesPattern is true for a key that a pattern with wildcards names.
func matchesPattern(pattern, key string) bool {
	first, rest, wild := strings.Cut(pattern, "*")
	if !wild {
		return key == pattern
	}
	key, ok := strings.CutPrefix(key, first)
	if !ok {
		return false
	}
	parts := strings.Split(rest, "*")
	last := parts[len(parts)-1]
	for _, part := range parts[:len(parts)-1] {
		at := strings.Index(key, part)
		if at < 0 {
			return false
		}
		key = key[at+len(part):]
	}
	return strings.HasSuffix(key, last)
}

// condition is key=value of --where.
type condition struct{ key, value string }

var whereKey = regexp.MustCompile(`^[A-Za-z0-9_.:][A-Za-z0-9_.:-]*$`)

// whereConditions reads what --where says.
func whereConditions(filters []string) (conditions []condition, err error) {
	var invalid []string
	for _, filter := range filters {
		key, value, _ := strings.Cut(filter, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if !whereKey.MatchString(key) || value == "" || strings.Contains(value, "=") {
			invalid = append(invalid, filter)
			continue
		}
		conditions = append(conditions, condition{key, value})
	}
	if len(invalid) > 0 {
		return nil, mistaken("Invalid --where filter(s): %s. Use key=value.", strings.Join(invalid, ", "))
	}
	return conditions, nil
}

// query is what a store is asked for the conditions.
func query(conditions []condition) string {
	words := make([]string, len(conditions))
	for i, c := range conditions {
		words[i] = c.key + "=" + search.Quote(c.value)
	}
	return strings.Join(words, " ")
}

// sinceDuration reads --since; 0 where it is empty.
func sinceDuration(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	unit := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}[text[len(text)-1]]
	number, err := strconv.Atoi(text[:len(text)-1])
	if unit == 0 || err != nil || number < 1 || number > int(maxSince/unit) {
		return 0, mistaken("Invalid --since window: %q. Use a number of minutes, hours or days, such as 5m, 2h or 1d.", text)
	}
	return time.Duration(number) * unit, nil
}

// maxSince is the longest --since.
const maxSince = 100 * 366 * 24 * time.Hour

// since returns the earliest time that --since allows in nanoseconds; 0 where it is empty.
func (e *environment) since(text string) (int64, error) {
	window, err := sinceDuration(text)
	if err != nil || window == 0 {
		return 0, err
	}
	return e.now().Add(-window).UnixNano(), nil
}

// checkLimit refuses a limit below 0.
func checkLimit(limit int) error {
	if limit < 0 {
		return mistaken("Limit must be greater than or equal to 0.")
	}
	return nil
}

// fullTraceID is how many characters a trace's id has.
const fullTraceID = 32

func isHex(text string) bool { return strings.Trim(text, "0123456789abcdefABCDEF") == "" }

// isTraceID is true for a trace's id or the first 8 digits of it.
func isTraceID(text string) bool { return isHex(text) && checkTarget(text) == nil }

// checkTarget refuses what is neither last, any nor a trace's id.
func checkTarget(target string) error {
	isID := isHex(target) && strings.Trim(target, "0") != ""
	switch {
	case target == targetLast || target == targetAny:
	case len(target) == shortTraceID && !isID:
		return mistaken("Short trace ID must be 8 hex characters.")
	case len(target) == fullTraceID && !isID:
		return mistaken("Trace ID must be 32 hex characters.")
	case len(target) != shortTraceID && len(target) != fullTraceID:
		return mistaken("Trace ID must be 8 or 32 hex characters.")
	}
	return nil
}

// Targets that are words.
const (
	targetLast = "last"
	targetAny  = "any"
)
