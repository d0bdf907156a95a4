package conversation

import (
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// exchangeFields are the fields of requests to models, and of their responses, that hold the messages, or the text of the
// speaker: OpenAI's Chat Completions and Responses, Anthropic's Messages, Bedrock's Converse, Gemini, LangChain, and what a
// function of LangSmith returned. An object with a role is a message itself.
var exchangeFields = []string{
	"role", "messages", "input", "prompt", "contents", "choices", "candidates", "output", "outputs", "generations",
}

// jsonSpace is what may stand between the values of JSON.
const jsonSpace = " \t\r\n"

// readRequestAndResponse reads what a user asked and what a model answered.
func (b *builder) readRequestAndResponse(request, response string) {
	b.readSides(len(request)+len(response),
		func(newest bool) { b.readExchange(request, signals.RoleUser, newest) },
		func(newest bool) { b.readExchange(response, signals.RoleAssistant, newest) })
}

// readExchange reads the messages of a request or a response: plain text of the speaker, one message, a list of them, or
// an object that holds such a list; newest is true where it does not fit into the budget. There may be nothing.
func (b *builder) readExchange(text string, speaker signals.Role, newest bool) {
	list, isText := b.exchangeList(text)
	said, problems := len(b.messages), b.problems
	b.speaker = speaker.String()
	switch {
	case list == "":
	case isText:
		b.readOne(newest, func() { b.sayText(speaker, list) })
	case newest:
		b.readNewest(list)
	default:
		b.readMessages(list)
	}
	b.speaker = ""
	if len(b.messages) == said && b.problems[InvalidJSON] > problems[InvalidJSON] && !beginsLikeJSON(text) {
		b.problems = problems
		b.readOne(newest, func() { b.sayText(speaker, text) })
	}
}

// beginsLikeJSON is false for text that has no more of JSON than a bracket in front.
func beginsLikeJSON(text string) bool {
	rest := strings.TrimLeft(text, jsonSpace+"[{")
	return strings.HasPrefix(rest, `"`)
}

// exchangeList returns the JSON of the messages as they stand: a list, or the one object. What is neither is text.
func (b *builder) exchangeList(text string) (list string, isText bool) {
	text = strings.TrimLeft(text, jsonSpace)
	switch {
	case strings.HasPrefix(text, "["):
		return innermost(text), false
	case strings.HasPrefix(text, `"`):
		r := jsonread.New(text)
		if plain, err := r.Text(); err == nil && r.AtEnd() {
			return plain, true
		}
		return text, true
	case !strings.HasPrefix(text, "{"):
		return text, true
	}
	field, found, err := fieldOf(text, exchangeFields)
	switch {
	case field == "role" || field == "":
		return text, false
	case err != nil:
		b.problems.addError(err)
	}
	switch found[0] {
	case '[':
		return innermost(found), false
	case '{':
		return found, false
	case '"':
		r := jsonread.New(found)
		plain, err := r.Text()
		if err != nil {
			b.problems.addError(err)
		}
		return plain, true
	}
	b.problems.add(WrongType)
	return "", false
}

// innermost returns the first list of a list of lists: LangChain writes one for each prompt.
func innermost(list string) string {
	rest := strings.TrimLeft(list, jsonSpace)
	if !strings.HasPrefix(rest, "[[") {
		return list
	}
	r := jsonread.New(rest[1:])
	raw, _ := r.Raw()
	return raw
}

// fieldOf returns the first of some fields that an object has, and its value as it stands. That this value is cut off
// is no error here.
func fieldOf(object string, fields []string) (field, raw string, err error) {
	best, cutInside := len(fields), false
	r := jsonread.New(object)
	err = r.Object(func(key string) error {
		value, err := r.Raw()
		if i := slices.Index(fields[:best], key); i >= 0 && value != "" && value != "null" {
			best, field, raw, cutInside = i, key, value, err != nil
		}
		return err
	})
	if cutInside {
		err = nil
	}
	return field, raw, err
}

// sayText adds a message of one text.
func (b *builder) sayText(role signals.Role, text string) {
	d := &b.draft
	d.reset()
	d.role = role.String()
	d.addText(text)
	b.finish(d)
}
