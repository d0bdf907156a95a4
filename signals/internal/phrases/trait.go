package phrases

// Trait is a role that single words have in the context of a phrase.
type Trait uint8

// The roles.
const (
	negation Trait = iota
	condition
	contrast
	// StopWord is a word that says nothing of a message's subject.
	StopWord
	// QuestionWord is a word that asks: who, which, where.
	QuestionWord
	traitCount
)

// traitFiles are the files of a language's context folder that hold single words.
var traitFiles = map[string]Trait{
	"negation":  negation,
	"condition": condition,
	"contrast":  contrast,
	"stopwords": StopWord,
	"question":  QuestionWord,
}

// wordTraits are the languages in which a word has each role.
type wordTraits [traitCount]languages

// languages is a set of languages by number.
type languages uint16

// allLanguages asks for a trait in any language.
const allLanguages = ^languages(0)
