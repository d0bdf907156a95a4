package conversation

import "github.com/otelcol-plano/otelcol-plano/internal/jsonread"

// readWrapped reads a tool call or result into a part whose field tells what it is: toolUse and toolResult of Bedrock's
// Converse API, toolRequest and toolResponse of Genkit, functionCall and functionResponse of Gemini. It returns false for
// one that is null or no object.
func (b *builder) readWrapped(r *jsonread.Reader, p *part) (bool, error) {
	kind, err := r.Kind()
	if err != nil {
		return false, err
	}
	if kind != jsonread.Object {
		_, err = r.Raw()
		return false, err
	}
	return true, r.Object(func(key string) error {
		var err error
		switch key {
		case "toolUseId", "ref", "id":
			p.id, err = r.TextOrRaw()
		case "name":
			p.name, err = r.TextOrRaw()
		case "input", "args":
			p.args, err = r.TextOrRaw()
		case "content", "output", "response":
			p.text, err = b.readPartText(r)
		case "status":
			var status string
			status, err = r.TextOrRaw()
			p.failed = status == "error"
		default:
			_, err = r.Raw()
		}
		return err
	})
}
