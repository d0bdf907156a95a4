package toolresult

import (
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// Outcome is how a tool call ended.
type Outcome uint8

// The outcomes.
const (
	OutcomeUnknown Outcome = iota
	OutcomeOK
	OutcomeEmpty
	OutcomeFailed
)

// Verdict is what a tool result says.
type Verdict struct {
	Outcome Outcome
	// Leaf is the signal that it raises, where Raises is true.
	Leaf   phrases.Kind
	Raises bool
	// Certain is true where the text itself names an error.
	Certain bool
	// Rule names the phrase or the field that decided, Evidence the text that it was found in.
	Rule, Evidence string
}

// Taxonomy says what the judge must know of the leaves that results raise.
type Taxonomy struct {
	// Unnamed is the leaf of an error whose text names no kind, ClientError of a status of 4xx without such a text,
	// NothingFound of a search without results.
	Unnamed, ClientError, NothingFound phrases.Kind
	// Status finds the leaf of an HTTP status.
	Status func(code int) (phrases.Kind, bool)
	// Order in which the leaves are tried, from 1; 0 for leaves that no result raises.
	Order func(phrases.Kind) int
	// OwnMistake is true for leaves that are the agent's fault, not its surroundings'.
	OwnMistake func(phrases.Kind) bool
}

const (
	// MaxErrorText is how many bytes of an error's text are read.
	MaxErrorText = 600
	// maxPlainError is the length up to which a plain text without the form of an error may
	// be one, "user not found".
	maxPlainError = 160
)

// statusRule is the rule of verdicts by an HTTP status.
const statusRule = "status field"

// Judge judges one result after the other. Its memory is reused; it serves one goroutine.
type Judge struct {
	finder   *phrases.Finder
	taxonomy *Taxonomy
	// ownMistakes is where the agent's mistakes are tried, at the place of the first of them.
	ownMistakes                        int
	openings, complaints, exits, pages []string
	print                              text.Fingerprint
	fields                             resultFields
	scratch                            []byte
}

// NewJudge returns a judge that knows the phrases of tool results.
func NewJudge(tools *phrases.Set, leaves int, taxonomy *Taxonomy) *Judge {
	j := &Judge{
		finder: phrases.NewFinder(tools), taxonomy: taxonomy,
		openings: tools.Texts(phrases.ErrorOpenings), complaints: tools.Texts(phrases.ShellComplaints),
		exits: tools.Texts(phrases.ExitCodes), pages: tools.Texts(phrases.ErrorPages),
	}
	for leaf := phrases.Kind(0); int(leaf) < leaves; leaf++ {
		if n := taxonomy.Order(leaf); n > 0 && taxonomy.OwnMistake(leaf) && (j.ownMistakes == 0 || n < j.ownMistakes) {
			j.ownMistakes = n
		}
	}
	return j
}

// Result judges a tool's result, of which at most budget characters are read; failed is true where the sender
// says that the call did.
func (j *Judge) Result(result string, failed bool, budget int) Verdict {
	head, tail := text.Window(result, budget)
	head = strings.TrimSpace(head)
	j.fields = resultFields{}
	if readFields(head, &j.fields, &j.scratch) {
		return j.structured(head, failed)
	}
	if failed {
		return j.Error(head, "marked as failed")
	}
	return j.plain(head, tail)
}

// structured judges a result by its fields alone: what its data says is no error.
func (j *Judge) structured(result string, failed bool) Verdict {
	f := &j.fields
	switch {
	case f.err != "":
		explained := f.err
		if f.message != "" && len(f.err) < 24 {
			explained = f.message
			if v := j.Error(f.err, "error field"); v.Rule != "error field" {
				return v
			}
		}
		return j.Error(explained, "error field")
	case f.status != 0 && (f.sure || f.failed || f.message != "" || f.fields == 1):
		return j.status(f.status, f.message)
	case f.failed, failed:
		explained := f.message
		if explained == "" {
			explained = f.output
		}
		if explained == "" && failed {
			explained = result
		}
		return j.Error(explained, "success field")
	case f.exit != 0:
		return j.Error(f.output, "exit code")
	case f.succeeded:
	case f.message != "" && f.fields <= 2 && f.lists == 0 && f.output == "":
		if v, ok := j.named(f.message, false); ok {
			return v
		}
	case f.output != "" && f.fields <= 3:
		return j.plain(f.output, "")
	case f.lists > 0 && f.lists == f.emptyLists && f.fields <= 4:
		return Verdict{
			Outcome: OutcomeEmpty, Leaf: j.taxonomy.NothingFound, Raises: true,
			Rule: "empty list of results", Evidence: result,
		}
	}
	return Verdict{Outcome: OutcomeOK}
}

// status judges an HTTP status that tells of failure, with the message beside it.
func (j *Judge) status(code int, message string) Verdict {
	if leaf, ok := j.taxonomy.Status(code); ok {
		return failure(leaf, statusRule, message)
	}
	v := j.Error(message, statusRule)
	if v.Rule == statusRule && code < 500 {
		v.Leaf = j.taxonomy.ClientError
	}
	return v
}

// plain judges a text by its form: an error message, a traceback, an exit code.
func (j *Judge) plain(head, tail string) Verdict {
	if head == "" && tail == "" {
		return Verdict{Outcome: OutcomeUnknown}
	}
	short := tail == "" && len(head) <= maxPlainError
	if short && !opensWithColon(head) && j.mentions(head) {
		return Verdict{Outcome: OutcomeOK}
	}
	if reported, ok := j.errorForm(head, tail); ok {
		return j.Error(reported, "error message")
	}
	if short && strings.Count(head, "\n") <= 2 && !opensWithCode(head) {
		if v, ok := j.named(head, false); ok {
			return v
		}
	}
	return Verdict{Outcome: OutcomeOK}
}

// codeOpenings are what lines of source code open with.
var codeOpenings = []string{
	"def ", "class ", "func ", "function ", "import ", "from ", "#include", "package ", "return ", "const ", "let ", "var ",
	"public ", "private ", "if (", "for (", "while (", "//", "/*",
}

func opensWithCode(result string) bool {
	return slices.ContainsFunc(codeOpenings, func(opening string) bool { return strings.HasPrefix(result, opening) })
}

// opensWithColon says whether a text begins as messages do, "name: what happened".
func opensWithColon(result string) bool {
	line, _, _ := strings.Cut(result, "\n")
	return strings.IndexByte(line, ':') >= 0
}
