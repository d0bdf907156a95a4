package catalogue

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxWord is the longest word that is found, in bytes; longer ones are data.
	maxWord = 64
	// maxSpoken is how much of a message is in the index of words, in bytes; maxDocument of all that is new in a call.
	maxSpoken   = 16 << 10
	maxDocument = 128 << 10
)

// addWords appends the words of a text, with spaces between them, as the index of words knows them: those of scripts without spaces
// are single characters.
func addWords(to *strings.Builder, text string) {
	most := min(maxSpoken, maxDocument-to.Len())
	for len(text) > 0 && most > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case standsAlone(r):
			to.WriteByte(' ')
			to.WriteString(text[:size])
			to.WriteByte(' ')
		case isLetter(r):
			size = wordEnd(text)
			if size <= maxWord {
				to.WriteString(text[:size])
			}
		default:
			if end := to.Len(); end == 0 || to.String()[end-1] != ' ' {
				to.WriteByte(' ')
			}
		}
		text, most = text[size:], most-size
	}
	to.WriteByte(' ')
}

func wordEnd(text string) int {
	for i, r := range text {
		if !isLetter(r) || standsAlone(r) {
			return i
		}
	}
	return len(text)
}

// isLetter is true for what words are made of, as the tokenizer of the index has it.
func isLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r) || unicode.IsMark(r)
}

// standsAlone is true for the characters of scripts that put no spaces between words.
func standsAlone(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer,
		unicode.Myanmar)
}

// matchOf returns what the index of words is asked for a value: its words one after the other. It is empty where there is none
// in it.
func matchOf(text string, prefix bool) string {
	var words strings.Builder
	addWords(&words, text)
	phrase := strings.Join(strings.Fields(words.String()), " ")
	if phrase == "" {
		return ""
	}
	if phrase = `"` + phrase + `"`; prefix {
		phrase += "*"
	}
	return phrase
}
