package conversation

import (
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	errJSONSyntax = errors.New("invalid JSON")
	errJSONEnd    = errors.New("JSON is cut off")
	errJSONDepth  = errors.New("JSON is nested too deeply")
)

// maxJSONDepth bounds recursion. Deeper values can be skipped, not read.
const maxJSONDepth = 64

// jsonKind is the kind of a JSON value, told by its first character.
type jsonKind byte

const (
	jsonInvalid jsonKind = 0
	jsonObject  jsonKind = '{'
	jsonArray   jsonKind = '['
	jsonString  jsonKind = '"'
	jsonNumber  jsonKind = '0'
	jsonWord    jsonKind = 't' // true, false or null
)

// jsonReader pulls values out of JSON text in one pass and without a tree, so
// that what stands before a syntax error or a cut has been read when the error
// is found. Strings are slices of the text unless they hold escapes.
type jsonReader struct {
	text  string
	pos   int
	depth int
}

func (r *jsonReader) space() {
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return
		}
	}
}

// kind says what comes next, without consuming it.
func (r *jsonReader) kind() (jsonKind, error) {
	r.space()
	if r.pos >= len(r.text) {
		return jsonInvalid, errJSONEnd
	}
	switch c := r.text[r.pos]; {
	case c == '{' || c == '[' || c == '"':
		return jsonKind(c), nil
	case c == '-' || '0' <= c && c <= '9':
		return jsonNumber, nil
	case c == 't' || c == 'f' || c == 'n':
		return jsonWord, nil
	}
	return jsonInvalid, errJSONSyntax
}

func (r *jsonReader) expect(c byte) error {
	r.space()
	if r.pos >= len(r.text) {
		return errJSONEnd
	}
	if r.text[r.pos] != c {
		return errJSONSyntax
	}
	r.pos++
	return nil
}

// object calls field with each key; field must consume the value.
func (r *jsonReader) object(field func(key string) error) error {
	if err := r.open('{'); err != nil {
		return err
	}
	return r.elements('}', func() error {
		key, err := r.string()
		if err != nil {
			return err
		}
		if err := r.expect(':'); err != nil {
			return err
		}
		return field(key)
	})
}

// array calls element before each value; element must consume it.
func (r *jsonReader) array(element func() error) error {
	if err := r.open('['); err != nil {
		return err
	}
	return r.elements(']', element)
}

func (r *jsonReader) open(c byte) error {
	if r.depth >= maxJSONDepth {
		return errJSONDepth
	}
	if err := r.expect(c); err != nil {
		return err
	}
	r.depth++
	return nil
}

func (r *jsonReader) elements(end byte, element func() error) error {
	defer func() { r.depth-- }()
	if r.space(); r.pos < len(r.text) && r.text[r.pos] == end {
		r.pos++
		return nil
	}
	for {
		if err := element(); err != nil {
			return err
		}
		r.space()
		if r.pos >= len(r.text) {
			return errJSONEnd
		}
		switch r.text[r.pos] {
		case ',':
			r.pos++
		case end:
			r.pos++
			return nil
		default:
			return errJSONSyntax
		}
	}
}

// string reads a string; a copy is made only where it holds escapes.
func (r *jsonReader) string() (string, error) {
	if err := r.expect('"'); err != nil {
		return "", err
	}
	start := r.pos
	end := strings.IndexByte(r.text[start:], '"')
	if end < 0 {
		end = len(r.text) - start
	}
	if i := strings.IndexByte(r.text[start:start+end], '\\'); i >= 0 {
		r.pos = start + i
		return r.escaped(start)
	}
	if r.pos = start + end; r.pos == len(r.text) {
		return r.text[start:], errJSONEnd
	}
	r.pos++
	return r.text[start : start+end], nil
}

// escaped goes on from the first backslash of a string that began at start.
func (r *jsonReader) escaped(start int) (string, error) {
	var b strings.Builder
	b.WriteString(r.text[start:r.pos])
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; c {
		case '"':
			r.pos++
			return b.String(), nil
		case '\\':
			r.pos++
			if err := r.escape(&b); err != nil {
				return b.String(), err
			}
		default:
			i := strings.IndexAny(r.text[r.pos:], `"\`)
			if i < 0 {
				i = len(r.text) - r.pos
			}
			b.WriteString(r.text[r.pos : r.pos+i])
			r.pos += i
		}
	}
	return b.String(), errJSONEnd
}

func (r *jsonReader) escape(b *strings.Builder) error {
	if r.pos >= len(r.text) {
		return errJSONEnd
	}
	c := r.text[r.pos]
	r.pos++
	switch c {
	case '"', '\\', '/':
		b.WriteByte(c)
	case 'b':
		b.WriteByte('\b')
	case 'f':
		b.WriteByte('\f')
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case 't':
		b.WriteByte('\t')
	case 'u':
		return r.unicode(b)
	default:
		return errJSONSyntax
	}
	return nil
}

// unicode reads the four digits after \u, and the second half of a surrogate pair.
func (r *jsonReader) unicode(b *strings.Builder) error {
	first, err := r.hex4(r.pos)
	if err != nil {
		return err
	}
	r.pos += 4
	if utf16.IsSurrogate(first) {
		second := rune(-1)
		if strings.HasPrefix(r.text[r.pos:], `\u`) {
			if second, err = r.hex4(r.pos + 2); err != nil {
				return err
			}
		}
		first = utf16.DecodeRune(first, second)
		if first != utf8.RuneError {
			r.pos += 6
		}
	}
	b.WriteRune(first)
	return nil
}

func (r *jsonReader) hex4(at int) (rune, error) {
	if at+4 > len(r.text) {
		return 0, errJSONEnd
	}
	var n rune
	for _, c := range []byte(r.text[at : at+4]) {
		switch {
		case '0' <= c && c <= '9':
			n = n<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			n = n<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, errJSONSyntax
		}
	}
	return n, nil
}

// raw consumes a value and returns its text as it stands. Nesting has no limit here.
// It checks brackets and strings, not the spelling of numbers and words.
func (r *jsonReader) raw() (string, error) {
	if _, err := r.kind(); err != nil {
		return "", err
	}
	start, depth := r.pos, 0
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; c {
		case '{', '[':
			depth++
			r.pos++
		case '}', ']':
			if depth--; depth < 0 {
				return r.text[start:r.pos], nil
			}
			r.pos++
		case '"':
			if err := r.skipString(); err != nil {
				return r.text[start:], err
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return r.text[start:r.pos], nil
			}
			r.pos++
			continue
		default:
			r.pos++
			continue
		}
		if depth == 0 {
			return r.text[start:r.pos], nil
		}
	}
	if depth > 0 {
		return r.text[start:], errJSONEnd
	}
	return r.text[start:], nil
}

func (r *jsonReader) skipString() error {
	r.pos++
	for r.pos < len(r.text) {
		i := strings.IndexAny(r.text[r.pos:], `"\`)
		if i < 0 {
			break
		}
		r.pos += i + 1
		if r.text[r.pos-1] == '"' {
			return nil
		}
		r.pos++
	}
	r.pos = len(r.text)
	return errJSONEnd
}

// textOrRaw reads a string as its text and any other value as its JSON; null is empty.
func (r *jsonReader) textOrRaw() (string, error) {
	kind, err := r.kind()
	if err != nil {
		return "", err
	}
	if kind == jsonString {
		return r.string()
	}
	text, err := r.raw()
	if text == "null" {
		text = ""
	}
	return text, err
}
