package jsonread

// Raw consumes a value and returns its text as it stands. Nesting has no limit here. It looks
// for the end of brackets and strings only; [Valid] also checks what is between them.
func (r *Reader) Raw() (string, error) {
	kind, err := r.Kind()
	if err != nil {
		return "", err
	}
	switch kind {
	case Object, Array:
		return r.rawNested()
	case String:
		start := r.pos
		quote := r.text[start]
		r.pos++
		err := r.skipText(quote)
		return r.text[start:r.pos], err
	default:
		return r.scalar(), nil
	}
}

// rawNested consumes from an opening bracket to the one that closes it. Which kinds of brackets
// meet does not matter.
func (r *Reader) rawNested() (string, error) {
	start, depth := r.pos, 0
	for r.pos < len(r.text) {
		c := r.text[r.pos]
		r.pos++
		switch c {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '(':
			if r.lenient {
				depth++
			}
		case ')':
			if r.lenient {
				depth--
			}
		case '"':
			if err := r.skipText(c); err != nil {
				return r.text[start:], err
			}
			continue
		case '\'':
			if r.lenient {
				if err := r.skipText(c); err != nil {
					return r.text[start:], err
				}
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			return r.text[start:r.pos], nil
		}
	}
	return r.text[start:], ErrCut
}

// scalar consumes a number or a word, at least one byte.
func (r *Reader) scalar() string {
	start := r.pos
	for r.pos < len(r.text) && !r.endsScalar(r.text[r.pos]) {
		r.pos++
	}
	if r.pos == start {
		r.pos++
	}
	return r.text[start:r.pos]
}

func (r *Reader) endsScalar(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', ',', ']', '}':
		return true
	case ':', '"', '[', '{':
		return !r.lenient
	case ')':
		return r.lenient
	}
	return false
}
