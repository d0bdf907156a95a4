package conversation

import (
	"errors"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// responseFields are the fields of a model's response that hold what it said: OpenAI's choices, the items of its
// Responses API, and what a function returned. A response without them is a message.
var responseFields = []string{"choices", "output", "outputs"}

// readResponse reads the response of a model, in JSON or as the plain text that it said.
func (b *builder) readResponse(response string) {
	response = strings.TrimLeft(response, jsonSpace)
	said := len(b.messages)
	var err error
	switch {
	case response == "":
	case response[0] == '{':
		err = b.readResponseObject(response)
	case response[0] == '[' || response[0] == '"':
		err = b.readSaid(response)
	default:
		err = jsonread.ErrSyntax
	}
	switch {
	case errors.Is(err, jsonread.ErrSyntax) && len(b.messages) == said:
		b.sayText(signals.RoleAssistant, response)
	case err != nil:
		b.problems.addError(err)
	}
}

func (b *builder) readResponseObject(response string) error {
	field, raw, behind := fieldOf(response, responseFields)
	var err error
	switch field {
	case "":
		r := jsonread.New(response)
		err = b.readMessage(&r)
	case "choices":
		r := jsonread.New(raw)
		err = r.Array(func() error { return b.readChoice(&r) })
	default:
		err = b.readSaid(raw)
	}
	if err == nil {
		err = behind
	}
	return err
}

// readChoice reads one of OpenAI's choices, {"message": ...}, or {"text": ...} of a completion.
func (b *builder) readChoice(r *jsonread.Reader) error {
	if kind, err := r.Kind(); err == nil && kind != jsonread.Object {
		b.problems.add(WrongType)
		_, err = r.Raw()
		return err
	}
	return r.Object(func(key string) error {
		switch key {
		case "message":
			return b.readMessage(r)
		case "text":
			text, err := r.TextOrRaw()
			b.sayText(signals.RoleAssistant, text)
			return err
		}
		_, err := r.Raw()
		return err
	})
}

// readSaid reads messages, or a text in JSON that the model said. Any other value is what a function returned.
func (b *builder) readSaid(raw string) error {
	r := jsonread.New(raw)
	kind, err := r.Kind()
	switch {
	case err != nil:
		return err
	case kind == jsonread.String:
		text, err := r.Text()
		b.sayText(signals.RoleAssistant, text)
		return err
	case kind == jsonread.Array:
		return r.Array(func() error { return b.readMessage(&r) })
	}
	return nil
}

// sayText adds a message of one text.
func (b *builder) sayText(role signals.Role, text string) {
	d := &b.draft
	d.reset()
	d.role = role.String()
	d.addText(text)
	b.finish(d)
}
