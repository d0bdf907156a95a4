package phrases

import (
	"slices"
	"strings"
)

// TextList is a list of texts of the lexicon that are looked for as they stand, in any case, not word by word.
type TextList uint8

// The lists.
const (
	// ErrorOpenings are what messages that report an error open with.
	ErrorOpenings TextList = iota
	// ShellComplaints are what a command says of its failure.
	ShellComplaints
	// ExitCodes are what an exit code stands behind.
	ExitCodes
	// ErrorPages are what titles of web pages hold that report an error.
	ErrorPages
	textListCount
)

// textFiles are the files of a context folder that hold such texts, in lower case.
var textFiles = map[string]TextList{
	"opening":   ErrorOpenings,
	"complaint": ShellComplaints,
	"exit":      ExitCodes,
	"page":      ErrorPages,
}

// knownText is one of those texts with its full name, "tool/context/opening/fatal-error".
type knownText struct{ name, text string }

// addTexts reads a file of texts. They are named by their words.
func (l *lexicon) addTexts(content, language, file string) {
	list := textFiles[file]
	for _, line := range contentLines(content) {
		name := contextPlace(language, file) + strings.ReplaceAll(line.text, " ", "-")
		l.texts[list] = append(l.texts[list], knownText{name, line.text})
	}
}

// dropText removes the text of that full name.
func (l *lexicon) dropText(name string) (dropped bool) {
	for list := range l.texts {
		before := len(l.texts[list])
		l.texts[list] = slices.DeleteFunc(l.texts[list], func(t knownText) bool { return t.name == name })
		dropped = dropped || len(l.texts[list]) < before
	}
	return dropped
}

func (l *lexicon) textNames() (names []string) {
	for _, list := range l.texts {
		for _, t := range list {
			names = append(names, t.name)
		}
	}
	return names
}

// Texts returns the texts of a list.
func (s *Set) Texts(list TextList) []string { return s.texts[list] }
