package catalogue

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// shape is what findings of one issue have in common.
type shape struct {
	Signal  string `json:"signal"`
	Service string `json:"service,omitempty"`
	Tool    string `json:"tool,omitempty"`
	Error   string `json:"error,omitempty"`
}

// hash is the id of the issue.
func (s shape) hash() int64 {
	sum := sha256.Sum256([]byte(s.Signal + "\x00" + s.Service + "\x00" + s.Tool + "\x00" + s.Error))
	return int64(binary.BigEndian.Uint64(sum[:]))
}

// title is one line for people.
func (s shape) title() string {
	f := observe.Finding{Leaf: s.Signal, Metadata: signals.Metadata{Tool: s.Tool}}
	line := strings.TrimSuffix(observe.Explain(&f), ".")
	if s.Error != "" {
		line += ": " + s.Error
	}
	return line
}

// text is how a name keeps the shape: the id, then JSON.
func (s shape) text() string {
	data, err := json.Marshal(s)
	if err != nil {
		return "" // of four texts there is always JSON
	}
	return FormatID(s.hash()) + string(data)
}

const idBytes = 16

func shapeIn(text string) (id string, s shape, ok bool) {
	if len(text) < idBytes {
		return "", s, false
	}
	return text[:idBytes], s, json.Unmarshal([]byte(text[idBytes:]), &s) == nil
}

// shapeOf returns the shape of a finding; ok is false for what is no trouble.
func shapeOf(f *finding, service string) (s shape, ok bool) {
	leaf, err := signals.ParseLeaf(f.Leaf)
	if err != nil || leaf.Category() == signals.Satisfaction {
		return s, false
	}
	s = shape{Signal: f.Leaf, Service: service}
	switch leaf.Category() {
	case signals.Failure, signals.Exhaustion:
		if s.Error = f.Error; s.Error == "" {
			s.Error = withoutVariables(cmp.Or(f.Snippet, f.Metadata.Source))
		}
		s.Tool = truncate.Bytes(f.Metadata.Tool, maxName)
	case signals.Loops:
		s.Tool = truncate.Bytes(f.Metadata.Tool, maxName)
	default:
	}
	return s, true
}

// maxError bounds the text of an issue's error, in bytes.
const maxError = 160

// variables are what differs between errors that are alike, in the order in which they are replaced.
var variables = []struct {
	form *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(`[\w.+-]+@[\w-]+(\.[\w-]+)+`), "<email>"},
	{regexp.MustCompile(`\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s"'<>]+`), "<url>"},
	{regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`), "<id>"},
	{regexp.MustCompile("\"[^\"]{0,200}\"|`[^`]{0,200}`"), "<text>"},
	{regexp.MustCompile(`(^|[^\w])'[^']{0,200}'`), "$1<text>"},
	{regexp.MustCompile(`(^|[\s(=:])(/[\w.@%+-]+){2,}/?|\b[A-Za-z]:\\[^\s"']+`), "$1<path>"},
	{regexp.MustCompile(`\b[\w-]*\d[\w-]*\b`), "<n>"},
	{regexp.MustCompile(`<n>([.,:]<n>)+`), "<n>"},
}

// withoutVariables returns what errors that are alike have in common: "order <n> not found".
func withoutVariables(text string) string {
	text = strings.TrimSpace(printable.Line(truncate.Bytes(text, 2*maxError)))
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		text = strings.Trim(strings.NewReplacer(`"`, "", `\n`, " ", `\`, "").Replace(text), "{}[] ")
	}
	for _, v := range variables {
		text = v.form.ReplaceAllString(text, v.by)
	}
	return truncate.Bytes(strings.Join(strings.Fields(text), " "), maxError)
}
