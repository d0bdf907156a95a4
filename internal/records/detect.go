package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// UnreadableError is a file that holds nothing of what is read.
type UnreadableError struct {
	// LooksLike says what the file may be, "gzip".
	LooksLike string
}

func (e *UnreadableError) Error() string {
	return "looks like " + e.LooksLike + `; must be conversations ({"messages": [...]}) as JSON lines, JSON documents or a JSON array, ` +
		"or OTLP traces as JSON or protobuf"
}

// spansLines is true where the first JSON value goes on behind its first line, or an array may be
// longer than what is known of it.
func spansLines(head []byte) bool {
	text := bytes.TrimLeft(head, " \t\r\n")
	line, rest, ended := bytes.Cut(text, []byte{'\n'})
	switch {
	case len(text) == 0 || json.Valid(line):
		return false
	case !ended:
		return len(head) == batchSize && text[0] == '['
	}
	var value json.RawMessage
	err := json.NewDecoder(bytes.NewReader(text)).Decode(&value)
	if err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	// A broken value: of several lines, or the first of lines that are values each.
	return (text[0] == '{' || text[0] == '[') && !holdsLine(rest)
}

// holdsLine is true where a whole line is a JSON object.
func holdsLine(text []byte) bool {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 2 && line[0] == '{' && json.Valid(line) {
			return true
		}
	}
	return false
}

// checkReadable refuses records of which none is a conversation or holds spans.
func checkReadable(batch []Record) error {
	if slices.ContainsFunc(batch, isReadable) {
		return nil
	}
	return &UnreadableError{LooksLike: describe(&batch[0])}
}

// isReadable is true, too, where nothing is known of a record.
func isReadable(r Record) bool {
	if r.Protobuf || r.Err != nil {
		return true
	}
	keys := keysOf(r.Data)
	return slices.Contains(keys, messagesKey) || slices.Contains(keys, spansKey)
}

// The keys that tell conversations and OTLP traces in JSON.
const (
	messagesKey = "messages"
	spansKey    = "resourceSpans"
)

// HoldsSpans is true for OTLP traces in JSON, and for an array whose first element is.
func HoldsSpans(data []byte) bool { return slices.Contains(keysOf(data), spansKey) }

var errEnough = errors.New("enough")

// keysOf returns the keys of an object, or of the first object of an array.
func keysOf(data []byte) (keys []string) {
	text := string(data)
	if !jsonread.Valid(text) {
		return nil
	}
	r := jsonread.New(text)
	object := func() error {
		err := r.Object(func(key string) error {
			keys = append(keys, key)
			_, err := r.Raw()
			return err
		})
		return errors.Join(err, errEnough)
	}
	read := object
	if strings.HasPrefix(text, "[") {
		read = func() error { return r.Array(object) }
	}
	// An error is the end of the search: the text is known to be valid.
	_ = read()
	return keys
}

// signatures are the first bytes of files that are no text.
var signatures = []struct{ begin, format string }{
	{"\x1f\x8b", "gzip"},
	{"\x28\xb5\x2f\xfd", "zstd"},
	{"BZh", "bzip2"},
	{"\xfd7zXZ", "xz"},
	{"PK\x03\x04", "a zip archive"},
	{"PAR1", "Parquet"},
	{"SQLite format 3", "an SQLite database"},
	{"\xff\xfe", "UTF-16 text"},
	{"\xfe\xff", "UTF-16 text"},
}

// binaryFormat is empty for text.
func binaryFormat(head []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begin)) {
			return s.format
		}
	}
	if text := bytes.TrimLeft(head, " \t\r\n"); len(text) > 0 && text[0] != '{' && text[0] != '[' && bytes.IndexByte(text, 0) >= 0 {
		return "binary data"
	}
	return ""
}

// otherSignals are the keys of OTLP that is no traces.
var otherSignals = map[string]string{"resourceLogs": "OTLP logs", "resourceMetrics": "OTLP metrics", "resourceProfiles": "OTLP profiles"}

// maxKeys is how many keys of a strange object are named.
const maxKeys = 5

// describe says what a record is that can't be read.
func describe(r *Record) string {
	keys := keysOf(r.Data)
	if len(keys) == 0 {
		return describeText(r)
	}
	for _, key := range keys {
		if signal, ok := otherSignals[key]; ok {
			return signal
		}
	}
	more := ""
	if len(keys) > maxKeys {
		keys, more = keys[:maxKeys], ", ..."
	}
	return fmt.Sprintf("JSON objects with the keys %s%s", strings.Join(keys, ", "), more)
}

func describeText(r *Record) string {
	switch c := r.Data[0]; c {
	case '{', '[':
		var value json.RawMessage
		if err := json.Unmarshal(r.Data, &value); err != nil {
			return fmt.Sprintf("JSON with an error in the value of line %d (%v)", r.Number, err)
		}
		return "JSON without conversations"
	case '<':
		return "HTML or XML"
	}
	if json.Valid(r.Data) {
		return "JSON without conversations"
	}
	return "plain text"
}
