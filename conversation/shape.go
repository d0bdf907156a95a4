package conversation

// shape is the place of a value in the messages of a document. It decides what of the value
// may be seen.
type shape uint8

const (
	// shapeOpaque shows its size only.
	shapeOpaque shape = iota
	// shapeDocument is a message, an array of them, or an object that holds one under messages.
	shapeDocument
	// shapeMessage shows the role, ids and why it ended. An object without a role is none.
	shapeMessage
	// shapeToolMessage is a message whose role is a tool's; it shows the tool's name, too. That of a user is
	// content.
	shapeToolMessage
	// shapeBody is the body of an event that is a message, or of one that holds it.
	shapeBody
	// shapeParts is an array of parts or tool calls.
	shapeParts
	// shapePart shows the type, the id and the tool.
	shapePart
	// shapeWords, and those behind it, show words of the forms.
	shapeWords
)

// shapeOf is the shape of words of a form.
func shapeOf(form wordForm) shape { return shapeWords + shape(form) }

// messageShape is the shape of an object with this role.
func messageShape(role string) shape {
	if role == "tool" || role == "function" {
		return shapeToolMessage
	}
	return shapeMessage
}

// messageFields are the fields of messages, partFields those of parts and tool calls. A field of another name is left out:
// its name may be content.
var (
	messageFields = map[string]shape{
		"role":          shapeOf(formRole),
		"id":            shapeOf(formID),
		"tool_call_id":  shapeOf(formID),
		"finish_reason": shapeOf(formFinishReason),
		"name":          shapeOpaque,
		"content":       shapeParts,
		"parts":         shapeParts,
		"tool_calls":    shapeParts,
		"refusal":       shapeOpaque,
		"reasoning":     shapeOpaque,
		"function_call": shapeOpaque,
	}
	partFields = map[string]shape{
		"type":         shapeOf(formPartType),
		"id":           shapeOf(formID),
		"call_id":      shapeOf(formID),
		"tool_call_id": shapeOf(formID),
		"tool_use_id":  shapeOf(formID),
		"toolCallId":   shapeOf(formID),
		"name":         shapeOf(formToolName),
		"toolName":     shapeOf(formToolName),
		"function":     shapePart,
		"text":         shapeOpaque,
		"content":      shapeOpaque,
		"arguments":    shapeOpaque,
		"args":         shapeOpaque,
		"input":        shapeOpaque,
		"output":       shapeOpaque,
		"result":       shapeOpaque,
		"response":     shapeOpaque,
		"refusal":      shapeOpaque,
		"is_error":     shapeOpaque,
		"isError":      shapeOpaque,
	}
)

// bodyFields are the fields of the bodies of events.
var bodyFields = map[string]shape{
	"role":          shapeOf(formRole),
	"id":            shapeOf(formID),
	"finish_reason": shapeOf(formFinishReason),
	"name":          shapeOpaque,
	"content":       shapeParts,
	"parts":         shapeParts,
	"tool_calls":    shapeParts,
	"message":       shapeBody,
}

// field returns the shape of a field of an object; ok is false for one whose name is not shown.
func (s shape) field(key string) (within shape, ok bool) {
	if s == shapePart {
		within, ok = partFields[key]
		return within, ok
	}
	if s == shapeBody {
		within, ok = bodyFields[key]
		return within, ok
	}
	if s == shapeToolMessage && key == "name" {
		return shapeOf(formToolName), true
	}
	within, ok = messageFields[key]
	return within, ok
}

// element returns the shape of the elements of an array.
func (s shape) element() shape {
	switch s {
	case shapeDocument:
		return shapeMessage
	case shapeParts:
		return shapePart
	default:
		return shapeOpaque
	}
}

// redactString returns what is left of a string that is no document.
func (s shape) redactString(text string) string {
	if s.shows(text) {
		return text
	}
	return redactedText(text)
}

// shows tells texts that are words of the form of their place.
func (s shape) shows(text string) bool {
	return s >= shapeWords && wordForm(s-shapeWords).accepts(text)
}
