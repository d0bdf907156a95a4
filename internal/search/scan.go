package search

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
)

// part is a piece of a word between its separators.
type part struct {
	text   string
	quoted bool
}

// piece is a word as it was written, taken apart.
type piece struct {
	word    string
	negated bool
	// name is what stands before the first colon or equals sign outside quotes, separator which of them; 0 is none.
	name      string
	separator byte
	values    []part
}

// errorAt names the word.
func errorAt(word, format string, args ...any) error {
	return fmt.Errorf("%q: %s", truncate.Bytes(word, 80), fmt.Sprintf(format, args...))
}

// words splits a query where spaces are outside of quotes.
func words(query string) (found []string, err error) {
	for {
		query = strings.TrimLeftFunc(query, unicode.IsSpace)
		if query == "" {
			return found, nil
		}
		if len(found) == MaxTerms {
			return nil, fmt.Errorf("a search has at most %d words", MaxTerms)
		}
		end, quoted := 0, false
		for end < len(query) {
			r, size := utf8.DecodeRuneInString(query[end:])
			switch {
			case r == '"':
				quoted = !quoted
			case r == '\\' && quoted && end+size < len(query):
				end += size
				_, size = utf8.DecodeRuneInString(query[end:])
			case !quoted && unicode.IsSpace(r):
				size = 0
			}
			if size == 0 {
				break
			}
			end += size
		}
		if quoted {
			return nil, errorAt(query, "the quote does not end")
		}
		found = append(found, query[:end])
		query = query[end:]
	}
}

// take takes a word apart. Whether the name is one, the caller decides.
func take(word string) piece {
	p := piece{word: word}
	rest := word
	if len(rest) > 1 && rest[0] == '-' {
		p.negated, rest = true, rest[1:]
	}
	if at := strings.IndexAny(rest, `:="`); at > 0 && rest[at] != '"' {
		p.name, p.separator, rest = rest[:at], rest[at], rest[at+1:]
	}
	p.values = split(rest)
	return p
}

// split returns the values between commas outside of quotes.
func split(list string) (values []part) {
	var (
		text           strings.Builder
		inside, quoted bool
	)
	for i := 0; i < len(list); i++ {
		switch c := list[i]; {
		case c == '"':
			inside, quoted = !inside, true
		case c == '\\' && inside && i+1 < len(list):
			i++
			text.WriteByte(list[i])
		case c == ',' && !inside:
			values = append(values, part{text.String(), quoted})
			text.Reset()
			quoted = false
		default:
			text.WriteByte(c)
		}
	}
	return append(values, part{text.String(), quoted})
}

// Quote returns a value as it is written in a query, with quotes where it needs them.
func Quote(value string) string {
	if value != "" && value[0] != '-' && !strings.HasSuffix(value, "*") && !strings.ContainsFunc(value, isSpecial) {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

func isSpecial(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`",:=\`, r) }
