package jsonread

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text reads a string. Where the text ends inside it, what there is comes with [ErrCut].
func (r *Reader) Text() (string, error) {
	quote, err := r.openQuote()
	if err != nil {
		return "", err
	}
	rest := r.text[r.pos:]
	end := strings.IndexByte(rest, quote)
	if end < 0 {
		end = len(rest)
	}
	if strings.IndexByte(rest[:end], '\\') >= 0 {
		r.scratch, err = r.unescape(r.scratch[:0], quote)
		return string(r.scratch), err
	}
	return rest[:end], r.closeQuote(r.pos + end)
}

// AppendText reads a string like [Reader.Text] and appends it to a buffer.
func (r *Reader) AppendText(to []byte) ([]byte, error) {
	quote, err := r.openQuote()
	if err != nil {
		return to, err
	}
	return r.unescape(to, quote)
}

// RawText reads a string like [Reader.Text] and leaves its escapes as they stand.
func (r *Reader) RawText() (string, error) {
	quote, err := r.openQuote()
	if err != nil {
		return "", err
	}
	start := r.pos
	err = r.skipText(quote)
	if err != nil {
		return r.text[start:], err
	}
	return r.text[start : r.pos-1], nil
}

// TextOrRaw reads a string as its text and any other value as [Reader.Raw]; null is empty.
func (r *Reader) TextOrRaw() (string, error) {
	kind, err := r.Kind()
	if err != nil {
		return "", err
	}
	if kind == String {
		return r.Text()
	}
	text, err := r.Raw()
	if text == "null" || r.lenient && text == "None" {
		text = ""
	}
	return text, err
}

func (r *Reader) openQuote() (byte, error) {
	r.space()
	if r.pos >= len(r.text) {
		return 0, ErrCut
	}
	c := r.text[r.pos]
	if c != '"' && (c != '\'' || !r.lenient) {
		return 0, ErrSyntax
	}
	r.pos++
	return c, nil
}

// nextQuote returns where the next quote stands, or the end of the text.
func (r *Reader) nextQuote(quote byte) int {
	if i := strings.IndexByte(r.text[r.pos:], quote); i >= 0 {
		return r.pos + i
	}
	return len(r.text)
}

func (r *Reader) closeQuote(at int) error {
	r.pos = at
	if at == len(r.text) {
		return ErrCut
	}
	r.pos++
	return nil
}

// skipText passes over a string whose opening quote is consumed.
func (r *Reader) skipText(quote byte) error {
	for {
		end := r.nextQuote(quote)
		backslashes := 0
		for end-backslashes > r.pos && r.text[end-1-backslashes] == '\\' {
			backslashes++
		}
		if err := r.closeQuote(end); err != nil || backslashes%2 == 0 {
			return err
		}
	}
}

// unescape appends a string whose opening quote is consumed.
func (r *Reader) unescape(to []byte, quote byte) ([]byte, error) {
	end := r.nextQuote(quote)
	for {
		if end < r.pos {
			end = r.nextQuote(quote)
		}
		i := strings.IndexByte(r.text[r.pos:end], '\\')
		if i < 0 {
			to = append(to, r.text[r.pos:end]...)
			return to, r.closeQuote(end)
		}
		to = append(to, r.text[r.pos:r.pos+i]...)
		r.pos += i
		var err error
		if to, err = r.escape(to); err != nil {
			return to, err
		}
	}
}

// AppendUnescaped appends a text that was cut out of a JSON string, with its escapes resolved. Those
// that JSON doesn't know stay as they are.
func AppendUnescaped(to []byte, text string) []byte {
	r := NewLenient(text)
	for {
		i := strings.IndexByte(r.text[r.pos:], '\\')
		if i < 0 {
			return append(to, r.text[r.pos:]...)
		}
		to = append(to, r.text[r.pos:r.pos+i]...)
		r.pos += i
		var err error
		if to, err = r.escape(to); err != nil { // the last character is a backslash
			return append(to, '\\')
		}
	}
}

// escapes are the characters that stand for others behind a backslash.
var escapes = [256]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

func (r *Reader) escape(to []byte) ([]byte, error) {
	if r.pos+1 >= len(r.text) {
		r.pos = len(r.text)
		return to, ErrCut
	}
	c := r.text[r.pos+1]
	switch {
	case escapes[c] != 0:
		r.pos += 2
		return append(to, escapes[c]), nil
	case c == 'u':
		char, size, err := unicode(r.text[r.pos:])
		if err == nil {
			r.pos += size
			return utf8.AppendRune(to, char), nil
		}
		if !r.lenient {
			return to, err
		}
	case !r.lenient:
		return to, ErrSyntax
	case c == '\'':
		r.pos += 2
		return append(to, c), nil
	}
	r.pos++
	return append(to, '\\'), nil
}

// unicode reads \u and four digits, or two of them that are a surrogate pair.
func unicode(text string) (char rune, size int, err error) {
	first, err := hex4(text, 2)
	if err != nil || !utf16.IsSurrogate(first) {
		return first, 6, err
	}
	if !strings.HasPrefix(text[6:], `\u`) {
		return utf8.RuneError, 6, nil
	}
	second, err := hex4(text, 8)
	if err != nil {
		return 0, 0, err
	}
	if pair := utf16.DecodeRune(first, second); pair != utf8.RuneError {
		return pair, 12, nil
	}
	return utf8.RuneError, 6, nil
}

func hex4(text string, at int) (rune, error) {
	if at+4 > len(text) {
		return 0, ErrCut
	}
	var n rune
	for _, c := range []byte(text[at : at+4]) {
		switch {
		case isDigit(c):
			n = n<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			n = n<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, ErrSyntax
		}
	}
	return n, nil
}
