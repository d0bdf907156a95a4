package main

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
)

// callArguments writes the arguments of a call as people write calls, `id=88, reason="lost"`. What is no JSON object, or was cut
// off, is written as far as it reads, or as it is.
func callArguments(text string) string {
	decoder := json.NewDecoder(strings.NewReader(truncate.Bytes(text, maxOneLine)))
	if first, err := decoder.Token(); err != nil || first != json.Delim('{') {
		return oneLine(text)
	}
	var arguments []string
	for {
		key, err := decoder.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			break
		}
		var value json.RawMessage
		if err = decoder.Decode(&value); err != nil {
			arguments = append(arguments, name+"="+ellipsis)
			break
		}
		arguments = append(arguments, name+"="+string(value))
	}
	if _, err := decoder.Token(); len(arguments) == 0 && !errors.Is(err, io.EOF) {
		return oneLine(text)
	}
	return oneLine(strings.Join(arguments, ", "))
}
