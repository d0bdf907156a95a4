package conversation

import (
	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// responseItem is what an item of OpenAI's Responses API has beside the fields of a message: {"type": "function_call",
// call_id, name, arguments} or {"type": "function_call_output", call_id, output};
// https://platform.openai.com/docs/api-reference/responses/object.
type responseItem struct {
	typ  string
	part part
}

func (b *builder) readItemField(r *jsonread.Reader, key string, item *responseItem) error {
	var err error
	switch key {
	case "type":
		item.typ, err = r.TextOrRaw()
	case "call_id":
		item.part.id, err = r.TextOrRaw()
	case "arguments":
		item.part.args, err = r.TextOrRaw()
	case "output":
		err = b.readToolOutput(r, &item.part)
	default:
		_, err = r.Raw()
	}
	return err
}

// addItem makes a message without a role of an item that is a call or a result.
func (d *draft) addItem(item *responseItem) {
	if d.role != "" {
		return
	}
	item.part.kind = kindOfPart(item.typ)
	switch item.part.kind {
	case partCall:
		d.role = signals.RoleAssistant.String()
	case partResult:
		d.role = toolRole
	case partText, partOther:
		return
	}
	item.part.name = d.name
	d.parts = append(d.parts, item.part)
}
