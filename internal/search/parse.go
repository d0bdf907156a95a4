package search

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Parse understands a query. The error names the word that it can't understand.
func Parse(query string) (Query, error) {
	var q Query
	if len(query) > MaxBytes {
		return q, fmt.Errorf("a search has at most %d bytes", MaxBytes)
	}
	if !utf8.ValidString(query) || strings.ContainsRune(query, 0) {
		return q, errors.New("a search is text in UTF-8")
	}
	found, err := words(query)
	if err != nil {
		return q, err
	}
	for _, word := range found {
		term, err := termOf(take(word))
		if err != nil {
			return Query{}, err
		}
		q.Terms = append(q.Terms, term)
	}
	return q, nil
}

// termOf returns the term of a word.
func termOf(p piece) (Term, error) {
	t := Term{Word: p.word, Negated: p.negated}
	field, known := find(strings.ToLower(p.name))
	if p.separator == ':' && !known {
		var mistaken bool
		if p, mistaken = unknown(p); mistaken {
			return t, errorAt(p.word, "unknown field %s:, the fields are %s; text with a colon needs quotes", p.name, names())
		}
	}
	if len(p.values) > MaxValues {
		return t, errorAt(p.word, "more than %d values", MaxValues)
	}
	switch p.separator {
	case ':':
		t.Field = field.Name
	case '=':
		field = definition{}
		t.Field, t.Key = Attribute, p.name
	default:
		field = definition{}
	}
	for _, value := range p.values {
		if value.text == "" && t.Field != Attribute {
			return t, errorAt(p.word, "a value is missing")
		}
		if err := t.add(field, value); err != nil {
			return t, err
		}
	}
	return t, nil
}

// unknown says what a word is whose name is no field's: an attribute with a colon in its key, text such as a URL or a time,
// or, where mistaken is true, a mistake.
func unknown(p piece) (as piece, mistaken bool) {
	body := p.word
	if p.negated {
		body = body[1:]
	}
	if at := strings.IndexAny(body, `="`); at > 0 && body[at] == '=' {
		p.name, p.separator, p.values = body[:at], '=', split(body[at+1:])
		return p, false
	}
	if rest := body[len(p.name)+1:]; strings.HasPrefix(rest, "//") || !isName(p.name) {
		p.name, p.separator, p.values = "", 0, split(body)
		return p, false
	}
	return p, true
}

// isName is true for what can be taken for the name of a field.
func isName(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '_' && r != '.' })
}

func names() string {
	all := make([]string, len(fields))
	for i, f := range fields {
		all[i] = f.Name
	}
	return strings.Join(all, ", ")
}

// add adds a value to a term.
func (t *Term) add(field definition, value part) error {
	switch field.kind {
	case number, duration, span:
		r, err := rangeOf(field.kind, value.text)
		if err != nil {
			return errorAt(t.Word, "%v", err)
		}
		if field.kind == span && (t.Negated || len(t.Ranges) > 0) {
			return errorAt(t.Word, "one duration, not negated")
		}
		t.Ranges = append(t.Ranges, r)
		return nil
	case word, hex:
		v := Value{Text: strings.ToLower(value.text)}
		if err := check(field, v.Text); err != nil {
			return errorAt(t.Word, "%v", err)
		}
		t.Values = append(t.Values, v)
		return nil
	default:
		v := Value{Text: value.text, Quoted: value.quoted}
		if cut, ok := strings.CutSuffix(v.Text, "*"); ok && !v.Quoted {
			v.Text, v.Prefix = cut, true
		}
		t.Values = append(t.Values, v)
		return nil
	}
}

// check checks a value of a field that can't hold any text.
func check(field definition, text string) error {
	isHex := !strings.ContainsFunc(text, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'f') })
	switch {
	case field.kind == word && !slices.Contains(field.Values, text):
		return fmt.Errorf("%q is none of %s", text, strings.Join(field.Values, ", "))
	case field.Name == FieldIssue && (!isHex || len(text) != 16):
		return errors.New("the id of an issue has 16 hexadecimal digits")
	case field.Name == FieldTrace && (!isHex || len(text) != 32 && len(text) != 8):
		return errors.New("the id of a trace has 8 or 32 hexadecimal digits")
	}
	return nil
}
