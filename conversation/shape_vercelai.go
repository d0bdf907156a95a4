package conversation

import (
	"errors"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// readToolOutput reads what a tool returned. Vercel's AI SDK since 5 says of an output what it is: {"type": "text",
// "value": ...}, https://ai-sdk.dev/docs/reference/ai-sdk-core/model-message; OpenAI's Agents SDK for JavaScript has
// "text" for "value". Any other object stays JSON.
func (b *builder) readToolOutput(r *jsonread.Reader, p *part) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	if kind != jsonread.Object {
		p.text, err = b.readPartText(r)
		return err
	}
	p.text, err = r.Raw()
	if value, failed, ok := b.typedOutput(p.text); ok {
		p.text, p.failed = value, p.failed || failed
	}
	return err
}

// typedOutput returns the value of an output that says what it is; ok is false for any other object.
func (b *builder) typedOutput(raw string) (value string, failed, ok bool) {
	r := jsonread.New(raw)
	typ := ""
	err := r.Object(func(key string) error {
		var err error
		switch key {
		case "type":
			typ, err = r.TextOrRaw()
		case "value", "text", "reason":
			value, err = b.readPartText(&r)
		default:
			_, err = r.Raw()
		}
		return err
	})
	if err != nil && !errors.Is(err, jsonread.ErrCut) {
		return "", false, false
	}
	switch typ {
	case "error-text", "error-json":
		return value, true, true
	case "text", "json", "content", "execution-denied":
		return value, false, true
	}
	return "", false, false
}
