package detect

import (
	"strings"
	"testing"
)

func TestArgumentsEqualAsJSON(t *testing.T) {
	equal := [][]string{
		{`{"a":1,"b":[1,2]}`, `{ "b": [1, 2.0], "a": 1e0 }`, "{\n\"a\": 1.0, \"b\": [1,2]}"},
		{`{"s":"é\n"}`, `{"s":"\u00e9\u000a"}`},
		{`{"s":"😀"}`, `{"s":"\ud83d\ude00"}`},
		{"", "{}", " { } "},
		{"no json", " no json "},
	}
	for i, group := range equal {
		for _, text := range group {
			if hashArguments(text) != hashArguments(group[0]) {
				t.Errorf("%s and %s differ", text, group[0])
			}
		}
		for j, other := range equal {
			if i != j && hashArguments(other[0]) == hashArguments(group[0]) {
				t.Errorf("%s equals %s", other[0], group[0])
			}
		}
	}
	for _, pair := range [][2]string{
		{`{"a":1}`, `{"a":2}`},
		{`{"a":1}`, `{"b":1}`},
		{`[1,2]`, `[2,1]`},
		{`{"a":"1"}`, `{"a":1}`},
		{`{"a":null}`, `{}`},
		{`9007199254740993`, `9007199254740992`},
		{`{"a":{"b":1}}`, `{"a":1,"b":1}`},
		{`{"a":1`, `{"a":1}`},
		{`[[]]`, `[]`},
		{`{"a":1,"b":2}`, `{"a":2,"b":1}`},
		{`[1,[2]]`, `[1,2]`},
	} {
		if hashArguments(pair[0]) == hashArguments(pair[1]) {
			t.Errorf("%s equals %s", pair[0], pair[1])
		}
	}
}

func TestDeepArgumentsAreText(t *testing.T) {
	nested := strings.Repeat("[", 100_000)
	if hashArguments(nested) != hashArguments(" "+nested) {
		t.Error("deep nesting is not taken as text")
	}
}
