package jsonread

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestValidAgreesWithEncodingJSON(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, text := range []string{
		`{}`, ` [ ] `, `{"a":{"b":[1,{"c":"d"}]},"e":[[],{}]}`, `"x"`, `-0`, `0.5e+10`, `1E-2`, `true`, `null`, `"\u00e9\/"`, "\"\xff\"",
		deep(10_000),
		``, ` `, `{`, `[1`, `[1,]`, `[,1]`, `{"a":1,}`, `{"a"}`, `{"a":}`, `{a:1}`, `{'a':1}`, `[1}`, `{"a":1]`, `1 2`, `01`, `-`, `1.`, `.5`,
		`1e`, `tru`, `nul`, `nullx`, `True`, `"\x"`, `"\u12"`, `"cut`, "\"\n\"", `[[1,,2]]`, `{"a":1 "b":2}`, deep(10_001),
	} {
		assert.Equal(t, json.Valid([]byte(text)), Valid(text), "%.40s", text)
	}
}
