package toolresult

import (
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// resultFields is what a structured tool result says of its own outcome.
type resultFields struct {
	// err is the text of a field that holds an error, message of one that explains.
	err, message string
	// failed is true where a field says that the call did not succeed.
	failed bool
	// succeeded is true where a field says that it did.
	succeeded bool
	// status is an HTTP status that tells of failure, else 0. Where sure is false the field's name can mean something else
	// too, {"code": 503, "region": "Portland"}.
	status int
	sure   bool
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
	jsonread.Reader
	out *resultFields
	// scratch holds an unescaped nested document.
	scratch *[]byte
}

// readFields reads the fields that tell of an outcome. It is false where the text is no
// object or list.
func readFields(written string, out *resultFields, scratch *[]byte) bool {
	if written == "" {
		return false
	}
	switch written[0] {
	case '{':
		if !looksLikeObject(written) {
			return false
		}
		r := fieldReader{jsonread.NewLenient(written), out, scratch}
		r.object(0)
		return true
	case '[':
		rest := strings.TrimLeft(written[1:], " \t\r\n")
		return rest != "" && strings.IndexByte("{[\"'(]-0123456789", rest[0]) >= 0
	}
	return false
}

// looksLikeObject tells {"a": or {'a': or {} from text that opens with a brace.
func looksLikeObject(written string) bool {
	rest := strings.TrimLeft(written[1:], " \t\r\n")
	return rest != "" && (rest[0] == '"' || rest[0] == '\'' || rest[0] == '}')
}

// object reads an object as far as it can be read.
func (r *fieldReader) object(depth int) {
	// What stood before an error has been kept; there is nothing else to do with it.
	_ = r.Object(func(key string) error {
		if depth == 0 {
			r.out.fields++
		}
		return r.field(key, depth)
	})
}

// field reads the value of a key and keeps what it tells.
func (r *fieldReader) field(key string, depth int) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	role := roleOf(key)
	var value string
	switch kind {
	case jsonread.String:
		value, err = r.RawText()
		r.stringField(role, key, value, depth)
	case jsonread.Object:
		value, err = r.Raw()
		r.objectField(role, value, depth)
	case jsonread.Array:
		value, err = r.Raw()
		r.listField(role, value)
	default:
		value, err = r.Raw()
		r.scalarField(role, key, value)
	}
	return err
}

func (r *fieldReader) stringField(role fieldRole, key, value string, depth int) {
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
			r.setStatus(value, key)
		}
	case roleFlagFailed:
		r.out.failed = r.out.failed || isWordOf(value, "true")
	case roleWrapper:
		r.nested(value, depth)
	case roleNone, roleFlagOK, roleExit, roleList:
	}
}

func (r *fieldReader) objectField(role fieldRole, value string, depth int) {
	if role != roleWrapper && role != roleError || depth >= maxResultDepth {
		return
	}
	r.inner(value).object(depth + 1)
	if role == roleError && len(value) > 2 && r.out.err == "" {
		r.setError(r.out.message)
		r.setError(value)
	}
}

func (r *fieldReader) listField(role fieldRole, value string) {
	empty := strings.Trim(value, "[] \t\r\n") == ""
	switch role {
	case roleList, roleWrapper:
		r.out.lists++
		if empty {
			r.out.emptyLists++
		}
	case roleMessage:
		if r.out.message == "" {
			r.out.message = value
		}
	case roleError:
		if !empty {
			r.setError(value)
		}
	case roleNone, roleStatus, roleFlagOK, roleFlagFailed, roleExit:
	}
}

func (r *fieldReader) scalarField(role fieldRole, key, value string) {
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
		r.setStatus(value, key)
	case roleExit:
		if n, err := strconv.Atoi(value); err == nil && n != 0 {
			r.out.exit = n
		}
	case roleNone, roleMessage, roleWrapper, roleList:
	}
}

// setError keeps the first text that is one.
func (r *fieldReader) setError(reported string) {
	if r.out.err == "" {
		r.out.err = reported
	}
}

// setStatus keeps an HTTP status that tells of failure.
func (r *fieldReader) setStatus(value, key string) {
	if n, err := strconv.Atoi(value); err == nil && n >= 400 && n < 600 {
		r.out.status = n
		r.out.sure = r.out.sure || !isWordOf(key, "code", "status")
	}
}

// inner reads a part of the document.
func (r *fieldReader) inner(document string) *fieldReader {
	return &fieldReader{jsonread.NewLenient(document), r.out, r.scratch}
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
		*r.scratch = jsonread.AppendUnescaped((*r.scratch)[:0], trimmed)
		trimmed = string(*r.scratch)
	}
	fields := r.out.fields
	r.out.fields = 0
	r.inner(trimmed).object(0)
	r.out.fields = max(1, r.out.fields)
	if fields > 2 {
		r.out.fields = fields
	}
}
