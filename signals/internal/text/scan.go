package text

import (
	"unicode"
	"unicode/utf8"
)

// Token is a word of a text, or one character of a script without spaces.
type Token struct {
	// Hash identifies the normalised word.
	Hash uint32
	// start and end are byte offsets in the part of the text that was read.
	start, end uint32
	// Word is the word's number in the vocabulary, 0 for a word no phrase uses.
	Word uint16
	// part numbers the part that the offsets refer to.
	part  uint8
	Flags Flags
}

// Flags say where in the text a word stands.
type Flags uint8

// The places of words.
const (
	// OpensSentence marks the first word of a sentence.
	OpensSentence Flags = 1 << iota
	// OpensClause marks the first word after a comma and the like.
	OpensClause
	// Quoted marks words that somebody else said.
	Quoted
	// Asks marks the last word before a question mark.
	Asks
)

// Scan is what one pass over a text yields. Its memory is reused.
type Scan struct {
	parts  [2]string
	Tokens []Token
	print  *Fingerprint

	// Letters and Capitals count bytes in words of letters alone.
	Letters, Capitals int
	// Marks is the longest run of exclamation and question marks, MixedMarks whether a run held both.
	Marks      int
	MixedMarks bool
	// Questions counts runs with a question mark.
	Questions int

	// pending are the flags of the next word.
	pending Flags
	// trigram holds the last three characters, 21 bits each.
	trigram uint64
}

// Read reads the first fifth and the last four fifths of budget characters, or all of a text within the
// budget, numbers its words and adds its trigrams to a fingerprint that is empty.
func (s *Scan) Read(text string, budget int, words *Vocabulary, trigrams *Fingerprint) {
	s.Tokens = s.Tokens[:0]
	s.print = trigrams
	s.Letters, s.Capitals, s.Marks, s.Questions = 0, 0, 0, 0
	s.MixedMarks = false
	s.trigram = ' '
	s.parts[0], s.parts[1] = Window(text, budget)
	for part, text := range s.parts {
		s.pending = OpensSentence | OpensClause
		if text != "" {
			s.readPart(text, uint8(part), words)
		}
	}
}

// readPart is the pass over the bytes: it folds case and accents, splits words,
// hashes them and looks them up.
func (s *Scan) readPart(text string, part uint8, words *Vocabulary) {
	quoteEnd := 0
	for i := 0; i < len(text); {
		switch class := classes[text[i]]; {
		case text[i] == ' ':
			i++
		case class >= classUpper || class == classHigh && isWordRune(text, i):
			i = s.readWord(text, i, part, quoteEnd, words)
		default:
			i = s.readBreak(text, i, part, &quoteEnd, words)
		}
	}
}

// readWord reads one word and returns the index after it.
func (s *Scan) readWord(text string, i int, part uint8, quoteEnd int, words *Vocabulary) int {
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
		s.Letters += i - start
		s.Capitals += int(capitals)
	}
	s.push(hash, start, i, part, quoteEnd, words)
	return i
}

// readRare reads what words seldom hold, an apostrophe or a letter outside ASCII, and returns its
// size, 0 where the word ends.
func (s *Scan) readRare(text string, hash, trigram, capitals *uint64) int {
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

func (s *Scan) push(hash uint64, start, end int, part uint8, quoteEnd int, words *Vocabulary) {
	hash ^= hash >> 32
	if uint32(hash) == 0 {
		hash = 1
	}
	flags := s.pending
	if start < quoteEnd {
		flags |= Quoted
	}
	s.Tokens = append(s.Tokens, Token{
		Hash: uint32(hash), start: uint32(start), end: uint32(end),
		Word: words.find(uint32(hash), end-start), part: part, Flags: flags,
	})
	s.pending = 0
}

// Text returns the original text of the tokens from first to last.
func (s *Scan) Text(first, last int) string {
	a, b := &s.Tokens[first], &s.Tokens[last]
	if a.part != b.part {
		return s.parts[a.part][a.start:]
	}
	return s.parts[a.part][a.start:b.end]
}

// Snippet returns the beginning of the original text of the tokens from first to last, at most 160 bytes.
func (s *Scan) Snippet(first, last int) string {
	if len(s.Tokens) == 0 {
		return ""
	}
	return Snippet(s.Text(first, last))
}

// ClauseStart returns the index of the first token of i's clause, at most reach
// tokens back.
func (s *Scan) ClauseStart(i, reach int) int {
	first := max(0, i-reach)
	for i > first && s.Tokens[i].Flags&(OpensClause|OpensSentence) == 0 {
		i--
	}
	return i
}

// SentenceStart returns the index of the first token of i's sentence, at most
// reach tokens back.
func (s *Scan) SentenceStart(i, reach int) int {
	first := max(0, i-reach)
	for i > first && s.Tokens[i].Flags&OpensSentence == 0 {
		i--
	}
	return i
}

// EndsSentence says whether the token is the last of its sentence.
func (s *Scan) EndsSentence(i int) bool {
	return i+1 >= len(s.Tokens) || s.Tokens[i+1].Flags&OpensSentence != 0
}
