package settings

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type word string

func TestUsableSettings(t *testing.T) {
	for name, err := range map[string]error{
		"at least, the least":    AtLeast("key", 1, 1),
		"positive":               Positive("key", time.Nanosecond),
		"positive number":        Positive("key", 0.001),
		"between, the least":     Between("key", 0.0, 0, 100),
		"between, the most":      Between("key", 3, 0, 3),
		"one of":                 OneOf("key", word("b"), []word{"a", "b"}),
		"not empty":              NotEmpty("key", " a"),
		"each one of":            EachOneOf("key", []word{"b", "a"}, []word{"a", "b"}),
		"no empty key":           NoEmptyKey("key", map[string]int{"a": 1}),
		"some entry":             SomeEntry("key", []int{0}),
		"each":                   Each("key", []string{"a", "b"}, NotEmpty),
		"each of an empty list":  Each("key", nil, NotEmpty),
		"each of a list of none": Each("key", []string{}, NotEmpty),
	} {
		require.NoError(t, err, name)
	}
}

func TestErrorsSpeakOneDialect(t *testing.T) {
	for want, err := range map[string]error{
		"key: must be at least 1, is 0":                        AtLeast("key", 0, 1),
		"key: must be at least 0.5, is NaN":                    AtLeast("key", math.NaN(), 0.5),
		"key: must be above 0, is 0s":                          Positive("key", time.Duration(0)),
		"key: must be above 0, is -1":                          Positive("key", -1),
		"key: must be above 0, is NaN":                         Positive("key", math.NaN()),
		"key: must be between 0 and 100, is 100.5":             Between("key", 100.5, 0, 100),
		"key: must be between 0 and 3, is -1":                  Between("key", -1, 0, 3),
		"key: must be between 0 and 1, is NaN":                 Between("key", math.NaN(), 0, 1),
		`key: must be one of a, b, is "A"`:                     OneOf("key", "A", []word{"a", "b"}),
		"key: must not be empty":                               NotEmpty("key", " \n"),
		`key: must be UTF-8, is "\xff"`:                        Must("key", "be UTF-8", "\xff"),
		"key::1: must not be empty":                            Each("key", []string{"a", ""}, NotEmpty),
		"a::b::0: must be at least 1, is 0":                    AtLeast(Path("a", "b", "0"), 0, 1),
		"key::0: must not be empty\nkey::2: must not be empty": Each("key", []string{"", "a", ""}, NotEmpty),
		`key::1: must be one of a, b, is "c"`:                  EachOneOf("key", []word{"a", "c"}, []word{"a", "b"}),
		"key: must not have an empty key":                      NoEmptyKey("key", map[string]int{" ": 1}),
		"key: must have at least 1 entry":                      SomeEntry("key", []string{}),
	} {
		assert.EqualError(t, err, want)
	}
}
