package text

import (
	"strings"
	"unicode/utf8"
)

const (
	// maxQuote is how many bytes a quotation may have to be taken for one.
	maxQuote = 400
	// maxTag is how many bytes a template token or a markup tag may have.
	maxTag = 80
)

// readBreak reads what stands between words and returns the index after it. It
// finds the ends of sentences and clauses, quotations, code and template tokens.
func (s *Scan) readBreak(text string, i int, part uint8, quoteEnd *int, words *Vocabulary) int {
	switch c := text[i]; c {
	case '.':
		if next := i + 1; next == len(text) || classes[text[next]] != classLower && classes[text[next]] != classDigit {
			s.pending |= OpensSentence | OpensClause
		}
	case '!', '?':
		return s.readMarks(text, i)
	case '\n', '\r':
		s.pending |= OpensSentence | OpensClause
		if strings.HasPrefix(text[i+1:], "> ") {
			*quoteEnd = max(*quoteEnd, i+1+lineLength(text[i+1:]))
		}
	case ',', ';', ':', '(', ')', '|':
		s.pending |= OpensClause
	case '-':
		if i+1 < len(text) && (text[i+1] == ' ' || text[i+1] == '-') && i > 0 && (text[i-1] == ' ' || text[i-1] == '-') {
			s.pending |= OpensClause
		}
	case '"':
		if i >= *quoteEnd {
			s.openQuote(text, i, 1, `"`, quoteEnd)
		}
	case '`':
		return s.skipCode(text, i)
	case '#', '<', '{':
		return s.skipTag(text, i)
	default:
		if c >= utf8.RuneSelf {
			return s.readSymbol(text, i, part, quoteEnd, words)
		}
	}
	return i + 1
}

// readMarks reads a run of exclamation and question marks.
func (s *Scan) readMarks(text string, i int) int {
	start, question, exclamation := i, false, false
	for i < len(text) && (text[i] == '!' || text[i] == '?') {
		question = question || text[i] == '?'
		exclamation = exclamation || text[i] == '!'
		i++
	}
	if i-start >= s.Marks && i-start > 1 {
		s.Marks = i - start
	}
	s.MixedMarks = s.MixedMarks || question && exclamation
	if question {
		s.Questions++
		if n := len(s.Tokens); n > 0 {
			s.Tokens[n-1].Flags |= Asks
		}
	}
	s.pending |= OpensSentence | OpensClause
	return i
}

// openQuote marks the words up to the closing quote as said by somebody else. A
// quote around the whole message is none.
func (s *Scan) openQuote(text string, i, size int, closing string, quoteEnd *int) {
	rest := text[i+size:]
	if len(rest) > maxQuote {
		rest = rest[:maxQuote]
	}
	end := strings.Index(rest, closing)
	if end < 0 || len(s.Tokens) == 0 && i+size+end+len(closing) >= len(text) {
		return
	}
	*quoteEnd = i + size + end
	s.pending |= OpensClause
}

// skipCode skips fenced and inline code.
func (s *Scan) skipCode(text string, i int) int {
	if strings.HasPrefix(text[i:], "```") {
		s.pending |= OpensSentence | OpensClause
		if end := strings.Index(text[i+3:], "```"); end >= 0 {
			return i + 3 + end + 3
		}
		return len(text)
	}
	rest := text[i+1 : min(len(text), i+1+maxTag)]
	if end := strings.IndexAny(rest, "`\n"); end >= 0 && rest[end] == '`' {
		return i + 1 + end + 1
	}
	return i + 1
}

// skipTag skips what a simulator, a template or markup put into the text:
// ###STOP###, {{name}}, <|im_end|>, <b>.
func (s *Scan) skipTag(text string, i int) int {
	rest := text[i:min(len(text), i+maxTag)]
	var opening, closing string
	switch {
	case strings.HasPrefix(rest, "###"):
		opening, closing = "###", "###"
	case strings.HasPrefix(rest, "{{"):
		opening, closing = "{{", "}}"
	case rest[0] == '<' && len(rest) > 1 && (rest[1] == '|' || rest[1] == '/' || classes[rest[1]] >= classUpper):
		opening, closing = "<", ">"
	default:
		return i + 1
	}
	end := strings.Index(rest[len(opening):], closing)
	if end <= 0 || strings.ContainsAny(rest[len(opening):len(opening)+end], "\n") {
		return i + len(opening)
	}
	if opening == "###" && strings.Contains(rest[3:3+end], " ") {
		return i + 3
	}
	s.pending |= OpensSentence | OpensClause
	return i + len(opening) + end + len(closing)
}

// readSymbol reads one character outside ASCII that is no letter of a spaced script:
// punctuation, an emoji, a Chinese or Japanese character.
func (s *Scan) readSymbol(text string, i int, part uint8, quoteEnd *int, words *Vocabulary) int {
	r, size := utf8.DecodeRuneInString(text[i:])
	switch r {
	case '。', '…', '！', '？', '．':
		if r == '？' {
			s.Questions++
			if n := len(s.Tokens); n > 0 {
				s.Tokens[n-1].Flags |= Asks
			}
		}
		s.pending |= OpensSentence | OpensClause
	case '，', '、', '；', '：', '—', '–', '（', '）', '¿', '¡':
		s.pending |= OpensClause
	case '“', '„':
		s.openQuote(text, i, size, "”", quoteEnd)
	case '«':
		s.openQuote(text, i, size, "»", quoteEnd)
	case '「':
		s.openQuote(text, i, size, "」", quoteEnd)
	case '『':
		s.openQuote(text, i, size, "』", quoteEnd)
	default:
		if isSingle(r) {
			hash := (hashSeed ^ uint64(r)) * hashPrime
			s.trigram = s.trigram<<21 | uint64(r)
			s.print.add(s.trigram)
			s.push(hash, i, i+size, part, *quoteEnd, words)
		}
	}
	return i + size
}

func lineLength(text string) int {
	if n := strings.IndexByte(text, '\n'); n >= 0 {
		return n
	}
	return len(text)
}
