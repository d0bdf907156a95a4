// Package jsonread reads JSON out of text in one pass and without a tree.
//
// A [Reader] is pulled: whoever knows the shape asks for an object, an array or a
// string and gets it, or an error. What stands before a syntax error or a cut has
// been read when the error is found. [New] reads JSON as RFC 8259 has it, [NewLenient] also
// what is printed by programs that mean to write JSON.
package jsonread

import "errors"

// The errors of reading.
var (
	// ErrSyntax is text that is not what was asked for.
	ErrSyntax = errors.New("invalid JSON")
	// ErrCut is text that ends inside a value.
	ErrCut = errors.New("JSON is cut off")
	// ErrDepth is nesting beyond [MaxDepth].
	ErrDepth = errors.New("JSON is nested too deeply")
)

// MaxDepth is how many objects and arrays are entered one inside the other. Deeper ones
// can be passed over with [Reader.Raw].
const MaxDepth = 64

// Kind is the kind of a value, told by its first character.
type Kind byte

// The kinds. A Word is true, false or null; in lenient text it is anything that is none of
// the others.
const (
	Invalid Kind = 0
	Object  Kind = '{'
	Array   Kind = '['
	String  Kind = '"'
	Number  Kind = '0'
	Word    Kind = 't'
)

// Reader reads one text from its beginning to its end. Strings that it returns are slices
// of the text, unless they hold escapes.
type Reader struct {
	text    string
	pos     int
	depth   int
	lenient bool
	// scratch holds a string while its escapes are resolved.
	scratch []byte
}

// New returns a reader of JSON.
func New(text string) Reader { return Reader{text: text} }

// NewLenient returns a reader that also takes what Python prints and what people write:
// single quotes, tuples, True and None, commas too many or too few, escapes that JSON doesn't
// know. It guesses where it must, and never fails on what it could pass over.
func NewLenient(text string) Reader { return Reader{text: text, lenient: true} }

// Reset begins anew with another text and keeps the buffers.
func (r *Reader) Reset(text string) { r.text, r.pos, r.depth = text, 0, 0 }

// Kind says what comes next, without consuming it.
func (r *Reader) Kind() (Kind, error) {
	r.space()
	if r.pos >= len(r.text) {
		return Invalid, ErrCut
	}
	switch c := r.text[r.pos]; {
	case c == '{' || c == '[' || c == '"':
		return Kind(c), nil
	case c == '-' || isDigit(c):
		return Number, nil
	case c == 't' || c == 'f' || c == 'n':
		return Word, nil
	case r.lenient:
		return lenientKind(c), nil
	}
	return Invalid, ErrSyntax
}

func lenientKind(c byte) Kind {
	switch c {
	case '\'':
		return String
	case '(':
		return Array
	case ',', ':', '}', ']', ')':
		return Invalid
	}
	return Word
}

// AtEnd is true where nothing but white space is left.
func (r *Reader) AtEnd() bool {
	r.space()
	return r.pos >= len(r.text)
}

// Object reads an object. It calls field with each key; field must consume the value.
func (r *Reader) Object(field func(key string) error) error {
	if err := r.open('{'); err != nil {
		return err
	}
	return r.elements('}', func() error {
		key, err := r.Text()
		if err != nil {
			return err
		}
		if err := r.expect(':'); err != nil {
			return err
		}
		return field(key)
	})
}

// Array reads an array, in lenient text also a tuple. It calls element before each value;
// element must consume it.
func (r *Reader) Array(element func() error) error {
	if r.lenient {
		if r.space(); r.pos < len(r.text) && r.text[r.pos] == '(' {
			return r.tuple(element)
		}
	}
	if err := r.open('['); err != nil {
		return err
	}
	return r.elements(']', element)
}

// ArrayFrom reads an array of the outermost value from behind one of its elements, which ends at an offset in the text. It calls
// element before each value that follows; element must consume it.
func (r *Reader) ArrayFrom(offset int, element func() error) error {
	r.pos, r.depth = offset, 1
	defer func() { r.depth-- }()
	if done, err := r.separator(']'); done || err != nil {
		return err
	}
	return r.eachFurther(']', element)
}

// Whole is the text that is read.
func (r *Reader) Whole() string { return r.text }

// Offset is where in the text the reader stands.
func (r *Reader) Offset() int { return r.pos }

func (r *Reader) tuple(element func() error) error {
	if err := r.open('('); err != nil {
		return err
	}
	return r.elements(')', element)
}

func (r *Reader) open(bracket byte) error {
	if r.depth >= MaxDepth {
		return ErrDepth
	}
	if err := r.expect(bracket); err != nil {
		return err
	}
	r.depth++
	return nil
}

// elements reads what is between brackets.
func (r *Reader) elements(end byte, element func() error) error {
	err := r.eachElement(end, element)
	r.depth--
	return err
}

func (r *Reader) eachElement(end byte, element func() error) error {
	if r.lenient {
		r.commas()
	}
	if r.space(); r.pos < len(r.text) && r.text[r.pos] == end {
		r.pos++
		return nil
	}
	return r.eachFurther(end, element)
}

// eachFurther reads the next element and those that follow it.
func (r *Reader) eachFurther(end byte, element func() error) error {
	for {
		if err := element(); err != nil {
			return err
		}
		if done, err := r.separator(end); done || err != nil {
			return err
		}
	}
}

// separator consumes what follows an element; done is true where that is the end.
func (r *Reader) separator(end byte) (done bool, err error) {
	if r.lenient {
		r.commas()
	}
	r.space()
	if r.pos >= len(r.text) {
		return false, ErrCut
	}
	switch c := r.text[r.pos]; {
	case c == end:
		r.pos++
		return true, nil
	case r.lenient:
	case c == ',':
		r.pos++
	default:
		return false, ErrSyntax
	}
	return false, nil
}

// commas passes over as many of them as there are.
func (r *Reader) commas() {
	for r.space(); r.pos < len(r.text) && r.text[r.pos] == ','; r.space() {
		r.pos++
	}
}

func (r *Reader) space() {
	for r.pos < len(r.text) && r.text[r.pos] <= ' ' && isSpace(r.text[r.pos]) {
		r.pos++
	}
}

func (r *Reader) expect(c byte) error {
	r.space()
	if r.pos >= len(r.text) {
		return ErrCut
	}
	if r.text[r.pos] != c {
		return ErrSyntax
	}
	r.pos++
	return nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// BufferBytes is the size of what [Reader.Reset] keeps.
func (r *Reader) BufferBytes() int { return cap(r.scratch) }
