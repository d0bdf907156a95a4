package toolresult

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// resultFields is what a structured tool result says of its own outcome.
type resultFields struct {
	// err is the text of a field that holds an error, message of one that explains.
	err, message string
	// failed is true where a field says that the call did not succeed.
	failed bool
	// succeeded is true where a field says that it did.
	succeeded bool
	// status is an HTTP status or an exit code that tells of failure, else 0.
	status int
	exit   int
	// fields counts the fields of the outermost object; lists and emptyLists the lists of
	// found items.
	fields, lists, emptyLists int
	// output is what a wrapped command printed.
	output string
}

// maxResultDepth is how deep wrappers like {"response": {"error": ...}} are read.
const maxResultDepth = 4

// fieldReader reads JSON, Python's repr and cut-off pieces of either.
type fieldReader struct {
	text string
	pos  int
	out  *resultFields
	// scratch holds an unescaped nested document.
	scratch *[]byte
}

// readFields reads the fields that tell of an outcome. It is false where the text is no
// object or list.
func readFields(written string, out *resultFields, scratch *[]byte) bool {
	r := fieldReader{text: written, out: out, scratch: scratch}
	if written == "" {
		return false
	}
	switch written[0] {
	case '{':
		if !looksLikeObject(written) {
			return false
		}
		r.object(0)
		return true
	case '[':
		if rest := strings.TrimLeft(written[1:], " \t\r\n"); rest == "" || strings.IndexByte("{[\"'(]-0123456789", rest[0]) < 0 {
			return false
		}
		return true
	}
	return false
}

// looksLikeObject tells {"a": or {'a': or {} from text that opens with a brace.
func looksLikeObject(text string) bool {
	rest := strings.TrimLeft(text[1:], " \t\r\n")
	return rest != "" && (rest[0] == '"' || rest[0] == '\'' || rest[0] == '}')
}

func (r *fieldReader) object(depth int) {
	r.pos++
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; c {
		case '}':
			r.pos++
			return
		case '"', '\'':
			key := r.str()
			r.space()
			if r.pos >= len(r.text) || r.text[r.pos] != ':' {
				return
			}
			r.pos++
			r.space()
			if depth == 0 {
				r.out.fields++
			}
			r.field(key, depth)
		case ',', ' ', '\n', '\t', '\r':
			r.pos++
		default:
			return
		}
	}
}

// field reads the value of a key and keeps what it tells.
func (r *fieldReader) field(key string, depth int) {
	if r.pos >= len(r.text) {
		return
	}
	role := roleOf(key)
	switch c := r.text[r.pos]; c {
	case '"', '\'':
		r.stringField(role, r.str(), depth)
	case '{':
		r.objectField(role, depth)
	case '[':
		start := r.pos
		r.skipNested()
		if role == roleList || role == roleWrapper {
			r.out.lists++
			if strings.Trim(r.text[start:r.pos], "[] \t\r\n") == "" {
				r.out.emptyLists++
			}
		}
		if role == roleMessage && r.out.message == "" {
			r.out.message = r.text[start:r.pos]
		}
		if role == roleError && strings.Trim(r.text[start:r.pos], "[] \t\r\n") != "" {
			r.setError(r.text[start:r.pos])
		}
	default:
		r.scalarField(role, r.scalar())
	}
}

func (r *fieldReader) stringField(role fieldRole, value string, depth int) {
	switch role {
	case roleError:
		if !saysNothing(value) {
			r.setError(value)
		}
	case roleMessage:
		if r.out.message == "" {
			r.out.message = value
		}
	case roleStatus:
		switch {
		case isWordOf(value, "error", "fail", "failed", "failure", "fatal"):
			r.out.failed = true
		case isWordOf(value, "success", "ok", "succeeded", "completed"):
			r.out.succeeded = true
		default:
			r.setStatus(value)
		}
	case roleFlagFailed:
		r.out.failed = r.out.failed || isWordOf(value, "true")
	case roleWrapper:
		r.nested(value, depth)
	}
}

func (r *fieldReader) objectField(role fieldRole, depth int) {
	switch {
	case (role == roleWrapper || role == roleError) && depth < maxResultDepth:
		before := *r.out
		start := r.pos
		r.object(depth + 1)
		if role == roleError && r.pos-start > 2 && r.out.err == "" {
			r.setError(r.out.message)
			if r.out.err == "" {
				r.setError(r.text[start:r.pos])
			}
		}
		r.out.fields = before.fields
	default:
		r.skipNested()
	}
}

func (r *fieldReader) scalarField(role fieldRole, value string) {
	switch role {
	case roleError, roleFlagFailed:
		r.out.failed = r.out.failed || isWordOf(value, "true")
	case roleFlagOK:
		if isWordOf(value, "false") {
			r.out.failed = true
		} else if isWordOf(value, "true") {
			r.out.succeeded = true
		}
	case roleStatus:
		r.setStatus(value)
	case roleExit:
		if n, err := strconv.Atoi(value); err == nil && n != 0 {
			r.out.exit = n
		}
	}
}

func (r *fieldReader) setError(text string) {
	if r.out.err == "" {
		r.out.err = text
	}
}

// setStatus keeps an HTTP status that tells of failure.
func (r *fieldReader) setStatus(value string) {
	if n, err := strconv.Atoi(value); err == nil && n >= 400 && n < 600 {
		r.out.status = n
	}
}

// nested reads a document that is the string value of a wrapper.
func (r *fieldReader) nested(value string, depth int) {
	trimmed := strings.TrimSpace(strings.Trim(value, `\"`))
	if trimmed == "" {
		return
	}
	if depth >= maxResultDepth || trimmed[0] != '{' {
		if r.out.output == "" {
			r.out.output = trimmed
		}
		return
	}
	if strings.IndexByte(trimmed, '\\') >= 0 {
		*r.scratch = appendUnescaped((*r.scratch)[:0], trimmed)
		trimmed = string(*r.scratch)
	}
	fields := r.out.fields
	inner := fieldReader{text: trimmed, out: r.out, scratch: r.scratch}
	r.out.fields = 0
	inner.object(0)
	r.out.fields = max(1, r.out.fields)
	if fields > 2 {
		r.out.fields = fields
	}
}

func appendUnescaped(to []byte, written string) []byte {
	for i := 0; i < len(written); {
		if written[i] == '\\' {
			if c, size := text.Unescape(written[i:]); size > 0 {
				to = utf8.AppendRune(to, c)
				i += size
				continue
			}
		}
		to = append(to, written[i])
		i++
	}
	return to
}

func (r *fieldReader) space() {
	for r.pos < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.pos]) >= 0 {
		r.pos++
	}
}

// str reads a quoted string and returns it with its escapes.
func (r *fieldReader) str() string {
	quote := r.text[r.pos]
	r.pos++
	start := r.pos
	for r.pos < len(r.text) {
		next := strings.IndexByte(r.text[r.pos:], quote)
		if next < 0 {
			break
		}
		end := r.pos + next
		r.pos = end + 1
		escapes := 0
		for end-1-escapes >= start && r.text[end-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return r.text[start:end]
		}
	}
	r.pos = len(r.text)
	return r.text[start:]
}

func (r *fieldReader) scalar() string {
	start := r.pos
	for r.pos < len(r.text) && strings.IndexByte(" \t\r\n,]}", r.text[r.pos]) < 0 {
		r.pos++
	}
	if r.pos == start {
		r.pos++
	}
	return r.text[start:min(r.pos, len(r.text))]
}

// skipNested skips an object or a list.
func (r *fieldReader) skipNested() {
	depth := 0
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			depth--
		case '"', '\'':
			r.str()
			continue
		}
		r.pos++
		if depth == 0 {
			return
		}
	}
}
