package jsonread

// maxValidDepth is the nesting up to which text is valid, that of encoding/json.
const maxValidDepth = 10_000

// Valid is true where a text is one JSON value as RFC 8259 has it, nested at most 10,000 deep. Bytes
// that are no UTF-8 are let through inside of strings.
func Valid(text string) bool {
	v := validator{Reader: New(text)}
	return v.value() && v.AtEnd()
}

// validator keeps a bit for each open bracket, set for objects, in place of recursion.
type validator struct {
	Reader
	objects [maxValidDepth/64 + 1]uint64
}

// value passes over one value and all inside it.
func (v *validator) value() bool {
	for {
		opened, ok := v.scalarOrOpen()
		if !ok {
			return false
		}
		if opened {
			if !v.closes() {
				if v.inObject() && !v.key() {
					return false
				}
				continue
			}
			v.depth--
		}
		more, ok := v.afterValue()
		if !ok || !more {
			return ok
		}
	}
}

// scalarOrOpen passes over a scalar, or over an opening bracket and says so.
func (v *validator) scalarOrOpen() (opened, ok bool) {
	v.space()
	if v.pos >= len(v.text) {
		return false, false
	}
	switch c := v.text[v.pos]; {
	case c == '{' || c == '[':
		if v.depth >= maxValidDepth {
			return false, false
		}
		v.pos++
		bit := uint64(1) << (v.depth % 64)
		v.objects[v.depth/64] &^= bit
		if c == '{' {
			v.objects[v.depth/64] |= bit
		}
		v.depth++
		return true, true
	case c == '"':
		return false, v.stringValue()
	case c == '-' || isDigit(c):
		return false, v.number()
	}
	return false, v.word("true") || v.word("false") || v.word("null")
}

func (v *validator) inObject() bool {
	return v.objects[(v.depth-1)/64]&(1<<((v.depth-1)%64)) != 0
}

// closes passes over the bracket that closes the innermost value, if it is next.
func (v *validator) closes() bool {
	end := byte(']')
	if v.inObject() {
		end = '}'
	}
	return v.expect(end) == nil
}

// afterValue closes what ends and goes on behind a comma; more is true where a value must follow.
func (v *validator) afterValue() (more, ok bool) {
	for v.depth > 0 {
		if v.closes() {
			v.depth--
			continue
		}
		if v.expect(',') != nil {
			return false, false
		}
		return true, !v.inObject() || v.key()
	}
	return false, true
}

func (v *validator) key() bool {
	v.space()
	return v.pos < len(v.text) && v.text[v.pos] == '"' && v.stringValue() && v.expect(':') == nil
}

func (v *validator) stringValue() bool {
	for v.pos++; v.pos < len(v.text); v.pos++ {
		switch c := v.text[v.pos]; {
		case c == '"':
			v.pos++
			return true
		case c < ' ':
			return false
		case c == '\\':
			if v.pos++; v.pos >= len(v.text) {
				return false
			}
			if c := v.text[v.pos]; c == 'u' {
				if _, err := hex4(v.text, v.pos+1); err != nil {
					return false
				}
			} else if escapes[c] == 0 {
				return false
			}
		}
	}
	return false
}

func (v *validator) number() bool {
	v.skip('-')
	if !v.skip('0') && !v.digits() {
		return false
	}
	if v.skip('.') && !v.digits() {
		return false
	}
	if v.skip('e') || v.skip('E') {
		if !v.skip('+') {
			v.skip('-')
		}
		return v.digits()
	}
	return true
}

func (v *validator) digits() bool {
	start := v.pos
	for v.pos < len(v.text) && isDigit(v.text[v.pos]) {
		v.pos++
	}
	return v.pos > start
}

func (v *validator) skip(c byte) bool {
	if v.pos < len(v.text) && v.text[v.pos] == c {
		v.pos++
		return true
	}
	return false
}

func (v *validator) word(word string) bool {
	if len(v.text)-v.pos < len(word) || v.text[v.pos:v.pos+len(word)] != word {
		return false
	}
	v.pos += len(word)
	return true
}
