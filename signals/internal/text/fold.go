package text

import (
	"unicode"
	"unicode/utf8"
)

// charClass says what a byte can be part of.
type charClass uint8

const (
	classBreak charClass = iota
	classApostrophe
	classHigh
	classUpper
	classLower
	classDigit
)

var classes = func() (table [256]charClass) {
	for c := range table {
		switch {
		case c >= utf8.RuneSelf:
			table[c] = classHigh
		case c >= 'a' && c <= 'z', c == '_':
			table[c] = classLower
		case c >= 'A' && c <= 'Z':
			table[c] = classUpper
		case c >= '0' && c <= '9':
			table[c] = classDigit
		case c == '\'':
			table[c] = classApostrophe
		}
	}
	return table
}()

// foldedBytes are the bytes that words are made of in lower case, 0 for all others.
var foldedBytes = func() (table [256]byte) {
	for c := range table {
		switch classes[c] {
		case classUpper:
			table[c] = byte(c) | 0x20
		case classLower, classDigit:
			table[c] = byte(c)
		case classBreak, classApostrophe, classHigh:
		}
	}
	return table
}()

// isWordRune says whether the character at i is a letter of a script with spaces.
func isWordRune(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return isLetter(r) && !isSingle(r)
}

func isLetter(r rune) bool {
	if r < 0x250 {
		return r >= 0xc0 && r != '×' && r != '÷'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r))
}

// isSingle says whether a character stands for itself, without spaces around it: Chinese,
// Japanese kana, emoji.
func isSingle(r rune) bool {
	switch {
	case r < 0x2600:
		return false
	case r <= 0x27bf, r >= 0x1f000 && r <= 0x1faff:
		return true
	case r >= 0x3041 && r <= 0x30ff, r >= 0x3400 && r <= 0x9fff, r >= 0x20000 && r <= 0x3ffff:
		return true
	}
	return false
}

// foldRune returns the letters that a letter is compared as: lower case, and without accents for
// Latin letters, which people often leave out.
func foldRune(r rune) string {
	if r >= 0xc0 && r <= 0x17f {
		return latinFolds[r-0xc0]
	}
	if r >= 0xff01 && r <= 0xff5e {
		r -= 0xfee0
	}
	r = unicode.ToLower(r)
	if r < utf8.RuneSelf {
		return asciiStrings[r : r+1]
	}
	return string(r)
}

const latinAccents = "aàáâãäåāăą|cçćĉċč|dďđð|eèéêëēĕėęě|gĝğġģ|hĥħ|iìíîïĩīĭįı|jĵ|kķ|lĺļľŀł|nñńņň|oòóôõöøōŏő|" +
	"rŕŗř|sśŝşš|tţťŧ|uùúûüũūŭůűų|wŵ|yýÿŷ|zźżž"

var asciiStrings = func() string {
	var b [utf8.RuneSelf]byte
	for i := range b {
		b[i] = byte(i)
	}
	return string(b[:])
}()

var latinFolds = func() (table [0x180 - 0xc0]string) {
	base := make(map[rune]rune)
	var letter rune
	for _, r := range latinAccents {
		switch {
		case r == '|':
			letter = 0
		case letter == 0:
			letter = r
		default:
			base[r] = letter
		}
	}
	for i := range table {
		lower := unicode.ToLower(rune(i + 0xc0))
		switch b, ok := base[lower]; {
		case lower == 'ß':
			table[i] = "ss"
		case lower == 'œ':
			table[i] = "oe"
		case lower == 'æ':
			table[i] = "ae"
		case ok:
			table[i] = string(b)
		default:
			table[i] = string(lower)
		}
	}
	return table
}()

// IsWordByte says whether an ASCII byte can be part of a word: a letter, a digit or an underscore.
func IsWordByte(c byte) bool { return classes[c] >= classUpper }

// IsUpper says whether a byte is an ASCII capital.
func IsUpper(c byte) bool { return classes[c] == classUpper }

// IsDigit says whether a byte is an ASCII digit.
func IsDigit(c byte) bool { return classes[c] == classDigit }

// IsLower says whether a byte is a small ASCII letter.
func IsLower(c byte) bool { return classes[c] == classLower && c != '_' }
