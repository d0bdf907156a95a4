package conversation

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// requestFields are the fields of a request to a model that hold its messages, the one that counts most first.
var requestFields = [...]string{"messages", "input", "prompt"}

// requestMessages returns the messages inside a request as they stand: a JSON list of messages, or the text of a
// user as a JSON string; nothing where the request holds none. That the messages themselves are cut off is no error
// here.
func requestMessages(request string) (messages string, err error) {
	best, cutInside := len(requestFields), false
	r := jsonread.New(request)
	err = r.Object(func(key string) error {
		raw, err := r.Raw()
		for i, field := range requestFields[:best] {
			if key == field && raw != "" {
				messages, best, cutInside = raw, i, err != nil
				break
			}
		}
		return err
	})
	if cutInside {
		err = nil
	}
	return messages, err
}

// readPrompt reads a JSON list of messages, or a JSON string as the text of a user; newest is true where it does not
// fit into the budget.
func (b *builder) readPrompt(prompt string, newest bool) {
	r := jsonread.New(prompt)
	kind, err := r.Kind()
	switch {
	case err == nil && kind == jsonread.String:
		b.newestFirst(1, func(int) { b.readUserText(&r) })
	case newest:
		b.readNewest(prompt)
	default:
		b.readMessages(prompt)
	}
}

// readUserText reads a JSON string as what a user says.
func (b *builder) readUserText(r *jsonread.Reader) {
	text, err := r.Text()
	if err != nil {
		b.problems.addError(err)
	}
	b.draft.reset()
	b.draft.role = signals.RoleUser.String()
	b.draft.addText(text)
	b.finish(&b.draft)
}

// readPromptAndAnswer reads a prompt and what answers it, the newest first where they do not fit into the budget. size is
// their length together.
func (b *builder) readPromptAndAnswer(size int, prompt string, answer func()) {
	if size <= b.bytes {
		if prompt != "" {
			b.readPrompt(prompt, false)
		}
		answer()
		return
	}
	b.newestFirst(1, func(int) { answer() })
	if prompt != "" && !b.full {
		b.readPrompt(prompt, true)
	}
	slices.Reverse(b.messages)
}
