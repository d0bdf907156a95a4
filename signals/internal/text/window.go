package text

import (
	"strings"
	"unicode/utf8"
)

// Window returns the parts of a text that are read: the whole, or the first
// fifth and the last four fifths of budget characters.
func Window(text string, budget int) (head, tail string) {
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

// maxSnippet is how many bytes of a text a snippet holds at most.
const maxSnippet = 160

// Snippet copies the beginning of a text, at most 160 bytes, so that whoever keeps it does not keep the whole
// text in memory.
func Snippet(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > maxSnippet {
		end := maxSnippet
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	return strings.Clone(text)
}
