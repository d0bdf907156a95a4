package signals

import (
	"unicode"
	"unicode/utf8"
)

// token is a word of a message, or one character of a script without spaces.
type token struct {
	// hash identifies the normalised word.
	hash uint32
	// start and end are byte offsets in the scanned part of the message.
	start, end uint32
	// word is the word's number in the vocabulary, 0 for a word no phrase uses.
	word uint16
	// part numbers the scanned part that the offsets refer to.
	part  uint8
	flags tokenFlags
}

type tokenFlags uint8

const (
	// opensSentence marks the first word of a sentence.
	opensSentence tokenFlags = 1 << iota
	// opensClause marks the first word after a comma and the like.
	opensClause
	// quoted marks words that somebody else said.
	quoted
	// asks marks the last word before a question mark.
	asks
)

// scan is what one pass over a message's text yields. Its memory is reused.
type scan struct {
	parts  [2]string
	tokens []token
	print  *fingerprint

	letters, capitals int
	// marks is the longest run of exclamation and question marks, and whether
	// such a run held both.
	marks      int
	mixedMarks bool
	questions  int

	// pending are the flags of the next word.
	pending tokenFlags
	// trigram holds the last three characters, 21 bits each.
	trigram uint64
}

const (
	hashSeed  = 0xcbf29ce484222325
	hashPrime = 0x100000001b3
)

// read scans the first fifth and the last four fifths of budget characters, or
// all of a text within the budget.
func (s *scan) read(text string, budget int, vocabulary *vocabulary, trigrams *fingerprint) {
	s.tokens = s.tokens[:0]
	s.print = trigrams
	s.letters, s.capitals, s.marks, s.questions = 0, 0, 0, 0
	s.mixedMarks = false
	s.trigram = ' '
	s.parts[0], s.parts[1] = window(text, budget)
	for part, text := range s.parts {
		s.pending = opensSentence | opensClause
		if text != "" {
			s.readPart(text, uint8(part), vocabulary)
		}
	}
}

// readPart is the pass over the bytes: it folds case and accents, splits words,
// hashes them and looks them up.
func (s *scan) readPart(text string, part uint8, vocabulary *vocabulary) {
	quoteEnd := 0
	for i := 0; i < len(text); {
		switch class := classes[text[i]]; {
		case text[i] == ' ':
			i++
		case class >= classUpper || class == classHigh && isWordRune(text, i):
			i = s.readWord(text, i, part, quoteEnd, vocabulary)
		default:
			i = s.readBreak(text, i, part, &quoteEnd, vocabulary)
		}
	}
}

// readWord reads one word and returns the index after it.
func (s *scan) readWord(text string, i int, part uint8, quoteEnd int, vocabulary *vocabulary) int {
	start := i
	hash := uint64(hashSeed)
	trigram, trigrams := s.trigram, s.print
	if trigram&0x1fffff != ' ' {
		trigram = trigram<<21 | ' '
		trigrams.add(trigram)
	}
	var capitals, noLetters uint64
	for i < len(text) {
		c := text[i]
		folded := uint64(foldedBytes[c])
		if folded == 0 {
			if classes[c] == classBreak {
				break
			}
			size := s.readRare(text[i:], &hash, &trigram, &capitals)
			if size == 0 {
				break
			}
			i += size
			continue
		}
		i++
		hash = (hash ^ folded) * hashPrime
		trigram = trigram<<21 | folded
		trigrams.add(trigram)
		capitals += (uint64(c) ^ folded) >> 5 // folding sets bit 5 of a capital
		noLetters |= folded ^ 'a'&^0x1f       // letters share the upper bits of 'a'
	}
	s.trigram = trigram
	if noLetters>>5 == 0 { // numbers and codes are neither loud nor quiet
		s.letters += i - start
		s.capitals += int(capitals)
	}
	s.push(hash, start, i, part, quoteEnd, vocabulary)
	return i
}

// readRare reads what words seldom hold, an apostrophe or a letter outside ASCII, and returns its
// size, 0 where the word ends.
func (s *scan) readRare(text string, hash, trigram, capitals *uint64) int {
	if classes[text[0]] == classApostrophe {
		return 1
	}
	r, size := utf8.DecodeRuneInString(text)
	if r == '’' || r == '‘' || r == 'ʼ' {
		return size
	}
	if !isLetter(r) || isSingle(r) {
		return 0
	}
	if unicode.IsUpper(r) {
		*capitals += uint64(size)
	}
	for _, f := range foldRune(r) {
		*hash = (*hash ^ uint64(f)) * hashPrime
		*trigram = *trigram<<21 | uint64(f)
		s.print.add(*trigram)
	}
	return size
}

func (s *scan) push(hash uint64, start, end int, part uint8, quoteEnd int, vocabulary *vocabulary) {
	hash ^= hash >> 32
	if uint32(hash) == 0 {
		hash = 1
	}
	flags := s.pending
	if start < quoteEnd {
		flags |= quoted
	}
	s.tokens = append(s.tokens, token{
		hash: uint32(hash), start: uint32(start), end: uint32(end),
		word: vocabulary.find(uint32(hash)), part: part, flags: flags,
	})
	s.pending = 0
}

// text returns the original text of the tokens from first to last.
func (s *scan) text(first, last int) string {
	a, b := &s.tokens[first], &s.tokens[last]
	if a.part != b.part {
		return s.parts[a.part][a.start:]
	}
	return s.parts[a.part][a.start:b.end]
}

// clauseStart returns the index of the first token of i's clause, at most reach
// tokens back.
func (s *scan) clauseStart(i, reach int) int {
	first := max(0, i-reach)
	for i > first && s.tokens[i].flags&(opensClause|opensSentence) == 0 {
		i--
	}
	return i
}

// sentenceStart returns the index of the first token of i's sentence, at most
// reach tokens back.
func (s *scan) sentenceStart(i, reach int) int {
	first := max(0, i-reach)
	for i > first && s.tokens[i].flags&opensSentence == 0 {
		i--
	}
	return i
}

func (s *scan) endsSentence(i int) bool {
	return i+1 >= len(s.tokens) || s.tokens[i+1].flags&opensSentence != 0
}

// window returns the parts of a text that are read: the whole, or the first
// fifth and the last four fifths of budget characters.
func window(text string, budget int) (head, tail string) {
	if len(text) <= budget {
		return text, ""
	}
	headEnd := skipCharacters(text, budget/5)
	tailStart := headEnd + skipCharactersBack(text[headEnd:], budget-budget/5)
	if tailStart <= headEnd {
		return text, ""
	}
	return text[:headEnd], text[tailStart:]
}

// skipCharacters returns the index after the first n characters.
func skipCharacters(text string, n int) int {
	i := 0
	for ; n > 0 && i < len(text); n-- {
		for i++; i < len(text) && !utf8.RuneStart(text[i]); i++ {
		}
	}
	return i
}

// skipCharactersBack returns the index of the last n characters.
func skipCharactersBack(text string, n int) int {
	i := len(text)
	for ; n > 0 && i > 0; n-- {
		for i--; i > 0 && !utf8.RuneStart(text[i]); i-- {
		}
	}
	return i
}
