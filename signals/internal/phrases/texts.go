package phrases

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

// Texts returns the texts of a list.
func (s *Set) Texts(list TextList) []string { return s.texts[list] }
