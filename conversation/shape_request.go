package conversation

import (
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// requestFields are the fields of a request to a model that hold its messages, or the text of a user.
var requestFields = []string{"messages", "input", "prompt"}

// jsonSpace is what may stand between the values of JSON.
const jsonSpace = " \t\r\n"

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

// requestMessages returns the messages inside a request to a model as they stand, nothing where it holds none. What is
// no object is returned as it is.
func (b *builder) requestMessages(request string) string {
	request = strings.TrimLeft(request, jsonSpace)
	if request == "" || request[0] != '{' {
		return request
	}
	_, messages, err := fieldOf(request, requestFields)
	if err != nil {
		b.problems.addError(err)
	}
	if strings.TrimLeft(messages, `[{"`) == messages && messages != "" {
		b.problems.add(WrongType)
		return ""
	}
	return messages
}

// readPromptAndAnswer reads a prompt and what answers it, the newest first where they do not fit into the budget. size is
// their length together.
func (b *builder) readPromptAndAnswer(size int, prompt string, answer func()) {
	b.readSides(size,
		func(newest bool) {
			if !b.full {
				b.readPrompt(prompt, newest)
			}
		},
		func(newest bool) { b.readOne(newest, answer) })
}

// readPrompt reads a JSON list of messages, or a JSON string or plain text as that of a user; newest is true where it
// does not fit into the budget.
func (b *builder) readPrompt(prompt string, newest bool) {
	prompt = strings.TrimLeft(prompt, jsonSpace)
	if prompt == "" {
		return
	}
	switch prompt[0] {
	case '[', '{':
		if newest {
			b.readNewest(prompt)
		} else {
			b.readMessages(prompt)
		}
	case '"':
		r := jsonread.New(prompt)
		text, err := r.Text()
		if err != nil {
			b.problems.addError(err)
		}
		b.newestFirst(1, func(int) { b.sayText(signals.RoleUser, text) })
	default:
		b.newestFirst(1, func(int) { b.sayText(signals.RoleUser, prompt) })
	}
}
