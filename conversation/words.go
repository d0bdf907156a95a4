package conversation

import "strings"

// wordForm is what a field of a message may show: a word of a known form, and no other.
type wordForm uint8

const (
	formRole wordForm = iota
	formFinishReason
	formPartType
	formID
	formToolName
)

// accepts tells words that are of the form and so no message in disguise.
func (f wordForm) accepts(word string) bool {
	switch f {
	case formRole:
		_, _, ok := roleOf(word)
		return ok
	case formFinishReason:
		return finishReasons[squeeze(word)]
	case formPartType:
		return kindOfPart(word) != partOther || binaryParts[word] || otherParts[word]
	case formID:
		return isID(word)
	default:
		return isToolName(word)
	}
}

// finishReasons are those of the providers, without what stands between words.
var finishReasons = setOf("stop", "length", "toolcalls", "toolcall", "tooluse", "functioncall", "contentfilter", "endturn", "maxtokens",
	"stopsequence", "safety", "recitation", "error", "other", "unknown", "eos", "complete", "completed", "incomplete", "refusal",
	"pauseturn", "cancelled", "failed", "malformedfunctioncall", "guardrailintervened")

// otherParts are types of parts of which nothing is read.
var otherParts = setOf("reasoning", "thinking", "redacted_thinking", "function", "server_tool_use", "web_search_tool_result",
	"source", "source-url", "step-start", "custom", "message", "json", "error", "error-text", "error-json")

func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, word := range words {
		set[word] = true
	}
	return set
}

// maxWord is the length in bytes of a name or an id that is shown.
const maxWord = 64

// squeeze leaves out what some put between words, "tool_calls" and "tool-calls".
func squeeze(word string) string {
	if len(word) > maxWord {
		return ""
	}
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(word))
}

// idPrefixes are what the ids of calls, messages and responses begin with, in front of a line or hyphen.
var idPrefixes = setOf("call", "tool", "toolu", "tooluse", "chatcmpl", "cmpl", "msg", "message", "resp", "fc", "fco", "rs", "run", "adk",
	"lc", "item", "req", "gen", "step", "thread", "conv", "asst", "mcp", "ws", "srvtoolu", "id")

// isID tells ids that machines made: a UUID, 16 hexadecimal digits or more, a known prefix and a token with a digit in it, or
// a letter and a number.
func isID(word string) bool {
	if len(word) == 0 || len(word) > maxWord {
		return false
	}
	if prefix, token, ok := cutAny(word, "_-"); ok && idPrefixes[prefix] {
		return token != "" && strings.ContainsAny(token, "0123456789") && consistsOf(token, isTokenByte)
	}
	if 'a' <= word[0]|0x20 && word[0]|0x20 <= 'z' && len(word) <= 7 && len(word) > 1 {
		return consistsOf(word[1:], isDigit)
	}
	return len(word) >= 16 && consistsOf(word, func(c byte) bool {
		return isDigit(c) || c == '-' || 'a' <= c|0x20 && c|0x20 <= 'f'
	})
}

func cutAny(word, separators string) (before, after string, ok bool) {
	i := strings.IndexAny(word, separators)
	if i < 0 {
		return word, "", false
	}
	return word[:i], word[i+1:], true
}

// isToolName tells identifiers, as providers demand them of tools, with what gateways put in front.
func isToolName(word string) bool {
	return word != "" && len(word) <= maxWord && consistsOf(word, func(c byte) bool {
		return isTokenByte(c) || c == '.' || c == ':' || c == '/'
	})
}

func isTokenByte(c byte) bool {
	return isDigit(c) || c == '_' || c == '-' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func consistsOf(word string, of func(byte) bool) bool {
	for i := range len(word) {
		if !of(word[i]) {
			return false
		}
	}
	return true
}
