package conversation

import (
	"strings"
	"unicode/utf8"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// toolDefinition is one of the tools that a model may call, its fields as they stand but for the name.
type toolDefinition struct{ name, typ, description, parameters string }

// toolList returns the definitions of tools that providers write as the conventions have them, [{type, name, description,
// parameters}], where names is true also those that are but a name; ok is false where a text is no list of them, or one of them
// has no name:
// https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-tool-definitions.json.
func toolList(text string, names bool) (list string, ok bool) {
	if !utf8.ValidString(text) || !jsonread.Valid(text) {
		return "", false
	}
	var tools []toolDefinition
	r := jsonread.New(text)
	err := r.Array(func() error {
		element, err := r.TextOrRaw()
		tools = append(tools, toolsIn(element, names)...)
		return err
	})
	to := []byte{'['}
	for i := range tools {
		if i > 0 {
			to = append(to, ',')
		}
		if tools[i].name == "" {
			return "", false
		}
		to = tools[i].append(to)
	}
	return string(append(to, ']')), err == nil && len(tools) > 0
}

// toolsIn returns the definition in an element of a list, OpenAI's, Anthropic's or Vercel's, JSON in a string too, or those that
// Gemini puts into one. Where names is true a text is the name of a tool.
func toolsIn(element string, names bool) []toolDefinition {
	if names && !strings.HasPrefix(element, "{") {
		return []toolDefinition{{name: element}}
	}
	if !strings.HasPrefix(element, "{") || !jsonread.Valid(element) {
		return []toolDefinition{{}}
	}
	var tool toolDefinition
	declared := tool.read(element, true)
	if declared == "" {
		return []toolDefinition{tool}
	}
	var tools []toolDefinition
	r := jsonread.New(declared)
	_ = r.Array(func() error { // what is no list declares nothing
		var inner toolDefinition
		element, err := r.Raw()
		inner.read(element, false)
		tools = append(tools, inner)
		return err
	})
	return tools
}

// read reads the fields of a definition, and of the function that one of them may be. It returns the list of those within
// it, if there is one.
func (d *toolDefinition) read(element string, outer bool) (declared string) {
	r := jsonread.New(element)
	_ = r.Object(func(key string) error { // what is no object has no fields
		var err error
		switch key {
		case "name":
			d.name, err = r.TextOrRaw()
		case "type":
			d.typ, err = r.Raw()
		case "description":
			d.description, err = r.Raw()
		case "parameters", "input_schema", "inputSchema", "parametersJsonSchema":
			d.parameters, err = r.Raw()
		case "functionDeclarations":
			declared, err = r.Raw()
		case "function", "toolSpec":
			var function string
			if function, err = r.Raw(); err == nil && outer {
				d.read(function, false)
			}
		default:
			_, err = r.Raw()
		}
		return err
	})
	return declared
}

// append appends the definition in JSON.
func (d *toolDefinition) append(to []byte) []byte {
	typ := d.typ
	if !strings.HasPrefix(typ, `"`) {
		typ = `"function"`
	}
	to = append(append(to, `{"type":`...), typ...)
	to = jsonread.AppendQuote(append(to, `,"name":`...), d.name)
	if strings.HasPrefix(d.description, `"`) {
		to = append(append(to, `,"description":`...), d.description...)
	}
	if strings.HasPrefix(d.parameters, "{") {
		to = append(append(to, `,"parameters":`...), d.parameters...)
	}
	return append(to, '}')
}

// isToolList tells definitions that are written as the conventions have them: each has a type and a name.
func isToolList(text string) bool {
	return isListOf(text, func(r *jsonread.Reader, key string, kind jsonread.Kind) (bool, error) {
		_, err := r.Raw()
		return (key == "type" || key == "name") && kind == jsonread.String, err
	}, 2)
}
