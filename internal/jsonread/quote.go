package jsonread

import "unicode/utf8"

// AppendQuote appends a text as a JSON string. Bytes that are no UTF-8 become U+FFFD.
func AppendQuote(to []byte, text string) []byte {
	const hex = "0123456789abcdef"
	to = append(to, '"')
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf:
			char, size := utf8.DecodeRuneInString(text[i:])
			to = utf8.AppendRune(to, char)
			i += size
			continue
		case c == '"' || c == '\\':
			to = append(to, '\\', c)
		case c < ' ':
			to = append(to, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			to = append(to, c)
		}
		i++
	}
	return append(to, '"')
}
