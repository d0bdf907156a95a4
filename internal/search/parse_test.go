package search

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseTerms(t *testing.T) {
	inf := math.Inf(1)
	for query, want := range map[string][]Term{
		"":                    nil,
		"  \t ":               nil,
		"refund":              {{Word: "refund", Values: []Value{{Text: "refund"}}}},
		"-refund*":            {{Word: "-refund*", Negated: true, Values: []Value{{Text: "refund", Prefix: true}}}},
		`"money back"`:        {{Word: `"money back"`, Values: []Value{{Text: "money back", Quoted: true}}}},
		`"a b",c`:             {{Word: `"a b",c`, Values: []Value{{Text: "a b", Quoted: true}, {Text: "c"}}}},
		`"say \"no\" \\ "`:    {{Word: `"say \"no\" \\ "`, Values: []Value{{Text: `say "no" \ `, Quoted: true}}}},
		"-":                   {{Word: "-", Values: []Value{{Text: "-"}}}},
		"quality:Severe,poor": {{Word: "quality:Severe,poor", Field: FieldQuality, Values: []Value{{Text: "severe"}, {Text: "poor"}}}},
		`TOOL:"a,b"*`:         {{Word: `TOOL:"a,b"*`, Field: FieldTool, Values: []Value{{Text: "a,b*", Quoted: true}}}},
		"http.url=https://x:1/?a=b": {{
			Word: "http.url=https://x:1/?a=b", Field: Attribute, Key: "http.url", Values: []Value{{Text: "https://x:1/?a=b"}},
		}},
		"my:key=v":    {{Word: "my:key=v", Field: Attribute, Key: "my:key", Values: []Value{{Text: "v"}}}},
		"empty=":      {{Word: "empty=", Field: Attribute, Key: "empty", Values: []Value{{}}}},
		"https://x/y": {{Word: "https://x/y", Values: []Value{{Text: "https://x/y"}}}},
		"-12:30":      {{Word: "-12:30", Negated: true, Values: []Value{{Text: "12:30"}}}},
		"trace:ABCDEF01": {{
			Word: "trace:ABCDEF01", Field: FieldTrace, Values: []Value{{Text: "abcdef01"}},
		}},
		"score:<40":       {{Word: "score:<40", Field: FieldScore, Ranges: []Range{{From: -inf, To: 40, Below: true}}}},
		"tokens:>=1.5k":   {{Word: "tokens:>=1.5k", Field: FieldTokens, Ranges: []Range{{From: 1500, To: inf}}}},
		"turns:3,10..12":  {{Word: "turns:3,10..12", Field: FieldTurns, Ranges: []Range{{From: 3, To: 3}, {From: 10, To: 12}}}},
		"duration:>1d":    {{Word: "duration:>1d", Field: FieldDuration, Ranges: []Range{{From: 864e11, To: inf, Above: true}}}},
		"duration:<=90":   {{Word: "duration:<=90", Field: FieldDuration, Ranges: []Range{{From: -inf, To: 90e9}}}},
		"since:1h30m":     {{Word: "since:1h30m", Field: FieldSince, Ranges: []Range{{To: 5400e9}}}},
		"-errors:0 cost:": nil,
	} {
		got, err := Parse(query)
		if query == "-errors:0 cost:" {
			require.ErrorContains(t, err, `"cost:": a value is missing`)
			continue
		}
		require.NoError(t, err, query)
		assert.Equal(t, want, got.Terms, query)
	}
}

func TestParseErrorsNameTheWord(t *testing.T) {
	for query, want := range map[string]string{
		"refund qualty:severe":                   `"qualty:severe": unknown field qualty:, the fields are quality, signal,`,
		"quality:bad":                            `"quality:bad": "bad" is none of severe, poor, neutral, good, excellent, none`,
		`a "b c`:                                 `"\"b c": the quote does not end`,
		`"a\"`:                                   `the quote does not end`,
		"score:high":                             `"score:high": "high" is no number`,
		"score:=>4":                              `=> is none of <, <=, >, >=, =`,
		"score:NaN":                              `is no number`,
		"score:9..1":                             `9 is more than 1`,
		"since:yesterday":                        `"yesterday" is no duration such as 90s, 5m, 2h, 1d`,
		"since:-1h":                              `between 0 and 100 years`,
		"since:1h,2h":                            `one duration`,
		"-since:1h":                              `not negated`,
		"trace:123":                              `8 or 32 hexadecimal digits`,
		"issue:zz":                               `16 hexadecimal digits`,
		"tool:,a":                                `a value is missing`,
		"a\x00b":                                 `UTF-8`,
		"\xff":                                   `UTF-8`,
		strings.Repeat("a", MaxBytes+1):          `at most 4096 bytes`,
		strings.Repeat("a ", MaxTerms+1):         `at most 32 words`,
		"tool:" + strings.Repeat("a,", 40) + "a": `more than 32 values`,
	} {
		_, err := Parse(query)
		assert.ErrorContains(t, err, want, query)
	}
}

func TestQuoteKeepsAnyValue(t *testing.T) {
	for _, value := range []string{"plain", "a b", `say "no"`, `back\slash`, "a,b", "a:b", "a=b", "-minus", "star*", ""} {
		q, err := Parse("key=" + Quote(value))
		require.NoError(t, err)
		require.Len(t, q.Terms, 1)
		require.Len(t, q.Terms[0].Values, 1)
		assert.Equal(t, value, q.Terms[0].Values[0].Text)
		assert.False(t, q.Terms[0].Values[0].Prefix)
	}
}

func TestMatches(t *testing.T) {
	assert.True(t, Value{Text: "shop"}.Matches("Shop"))
	assert.False(t, Value{Text: "shop"}.Matches("shops"))
	assert.True(t, Value{Text: "shop", Prefix: true}.Matches("SHOPS"))
	const leaf = "interaction.disengagement.negative_stance"
	for _, name := range []string{
		leaf, "interaction", "disengagement", "negative_stance", "interaction.disengagement", "disengagement.Negative_Stance",
	} {
		assert.True(t, Value{Text: name}.MatchesSignal(leaf), name)
	}
	for _, name := range []string{"negative", "engagement", "disengagement.quit", "", "."} {
		assert.False(t, Value{Text: name}.MatchesSignal(leaf), name)
	}
	assert.True(t, Value{Text: "neg", Prefix: true}.MatchesSignal(leaf))
}

func TestRangeHolds(t *testing.T) {
	assert.True(t, Range{From: 1, To: 2}.Holds(2))
	assert.False(t, Range{From: 1, To: 2, Below: true}.Holds(2))
	assert.False(t, Range{From: 1, To: 2, Above: true}.Holds(1))
}

func TestSinceIsTheLatest(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	q, err := Parse("since:2h since:1h")
	require.NoError(t, err)
	from, ok := q.Since(now)
	assert.True(t, ok)
	assert.Equal(t, now.Add(-time.Hour), from)
	_, ok = Query{}.Since(now)
	assert.False(t, ok)
}

func TestExamplesOfFieldsAreUnderstood(t *testing.T) {
	for _, field := range Fields() {
		q, err := Parse(field.Example)
		require.NoError(t, err)
		require.Len(t, q.Terms, 1)
		assert.Equal(t, field.Name, q.Terms[0].Field)
		assert.NotEmpty(t, field.Help)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`quality:severe -tool:"a b",c* "money \"back"`, "k=v,w score:1..2 since:1d", `\\",:=-`, "-a:b=c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := Parse(query)
		if err != nil {
			return
		}
		for _, term := range q.Terms {
			if len(term.Values)+len(term.Ranges) == 0 {
				t.Fatalf("%q: a term without values", query)
			}
			again, err := Parse(term.Word)
			if err != nil || len(again.Terms) != 1 || again.Terms[0].Field != term.Field {
				t.Fatalf("%q: the word %q is another one alone: %v", query, term.Word, err)
			}
		}
	})
}
