package phrases

import (
	"strings"
)

// minSpelled is the length of the shortest word whose misspellings are known: in a shorter one a letter more or less
// is mostly another word.
const minSpelled = 5

// sounds are letters that are written for each other by ear.
var sounds = [][2]string{
	{"ea", "ee"},
	{"ee", "ea"},
	{"ph", "f"},
	{"f", "ph"},
	{"c", "k"},
	{"c", "s"},
	{"s", "c"},
	{"s", "z"},
	{"z", "s"},
	{"i", "y"},
	{"y", "i"},
	{"ie", "ei"},
	{"tion", "sion"},
	{"ance", "ence"},
	{"ence", "ance"},
	{"ant", "ent"},
	{"ent", "ant"},
	{"able", "ible"},
	{"ible", "able"},
}

// eachMisspelling calls do with the everyday typing errors of a word of small ASCII letters: one letter dropped, doubled
// or swapped with the next, and what sounds alike. The first letter is right.
func eachMisspelling(word string, do func(string)) {
	for i := 1; i < len(word); i++ {
		do(word[:i] + word[i+1:])
		do(word[:i] + word[i:i+1] + word[i:])
		if i+1 < len(word) && word[i] != word[i+1] {
			do(word[:i] + word[i+1:i+2] + word[i:i+1] + word[i+2:])
		}
	}
	for _, s := range sounds {
		for from := 1; from < len(word); {
			at := strings.Index(word[from:], s[0])
			if at < 0 {
				break
			}
			from += at + 1
			do(word[:from-1] + s[1] + word[from-1+len(s[0]):])
		}
	}
}

// lookalikeFile is the file of a language's context folder that holds words, one a line, that are no misspellings although
// they look like one of a phrase's word.
const lookalikeFile = "lookalike"

func (l *lexicon) addLookalikes(file, language string) error {
	in, lines, err := l.wordFile(file, language)
	if err != nil {
		return err
	}
	l.checked |= in
	for _, line := range lines {
		l.lookalikes[line.text] = true
	}
	return nil
}

// misspellings leads from the misspellings of the words of a language's phrases to the words' numbers. What is a word
// itself, or a misspelling of two, is none.
func (l *lexicon) misspellings(words *wordList) map[uint32]uint16 {
	found := make(map[uint32]uint16)
	several := make(map[uint32]bool)
	for word := range l.spelled {
		if len(word) < minSpelled || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
			continue
		}
		number := words.numbers[word]
		eachMisspelling(word, func(typed string) {
			if l.lookalikes[typed] {
				return
			}
			hash := words.splitter.Hash(typed)
			if other, known := found[hash]; known && other != number {
				several[hash] = true
			}
			if words.byHash[hash] == 0 {
				found[hash] = number
			}
		})
	}
	for hash := range several {
		delete(found, hash)
	}
	return found
}
