package text

import "strings"

// ContainsFold says whether a text of any case holds an ASCII text in lower case.
func ContainsFold(text, lower string) bool { return IndexFold(text, lower) >= 0 }

// IndexFold finds an ASCII text in lower case in a text of any case, -1 where it is not.
func IndexFold(text, lower string) int {
	if lower == "" {
		return 0
	}
	first := lower[0]
	for i := 0; i+len(lower) <= len(text); i++ {
		if text[i]|0x20 == first|0x20 && strings.EqualFold(text[i:i+len(lower)], lower) {
			return i
		}
	}
	return -1
}
