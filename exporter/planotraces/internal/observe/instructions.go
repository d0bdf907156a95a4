package observe

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// maxTools is how many definitions of tools are read of a span.
const maxTools = 512

// maxInstructions is how many bytes of JSON are read for them.
const maxInstructions = 4 << 20

// Instructions returns what a call's system messages said, and the tools that the model was told of. The span stays as it is.
// It ends what the reader returned before.
func Instructions(reader *conversation.Reader, span ptrace.Span) (system string, tools []traceapi.ToolDefinition) {
	own := ptrace.NewSpan()
	span.CopyTo(own)
	reader.Normalize(own, false)
	attributes := own.Attributes()
	if v, ok := attributes.Get(systemInstructions); ok {
		text, _ := value.Text(v, maxInstructions)
		system = strings.Join(partTexts(text), "\n")
	}
	if v, ok := attributes.Get(inputMessages); ok && system == "" {
		text, _ := value.Text(v, maxInstructions)
		system = strings.Join(systemTexts(text), "\n\n")
	}
	if v, ok := attributes.Get(toolDefinitions); ok {
		text, _ := value.Text(v, maxInstructions)
		tools = definitionsIn(text)
	}
	if len(tools) == 0 {
		tools = indexedTools(span.Attributes())
	}
	return system, tools
}

// partTexts returns the texts of instructions in the conventions' form, [{type, content}]; of anything else the text itself.
func partTexts(text string) (texts []string) {
	if !strings.HasPrefix(strings.TrimSpace(text), "[") {
		return []string{text}
	}
	r := jsonread.New(text)
	err := r.Array(func() error {
		return r.Object(func(key string) error {
			said, err := r.TextOrRaw()
			if (key == "content" || key == "text") && err == nil {
				texts = append(texts, said)
			}
			return err
		})
	})
	if err != nil && len(texts) == 0 {
		return []string{text}
	}
	return texts
}

// systemTexts returns what the system messages say in messages of the conventions' form, [{role, parts}]. What can't be read
// says nothing.
func systemTexts(text string) (texts []string) {
	r := jsonread.New(text)
	_ = r.Array(func() error { // what stands before a cut has been read
		var role, parts string
		err := r.Object(func(key string) error {
			var err error
			switch key {
			case "role":
				role, err = r.TextOrRaw()
			case "parts", "content":
				parts, err = r.TextOrRaw()
			default:
				_, err = r.Raw()
			}
			return err
		})
		if role == "system" || role == "developer" {
			texts = append(texts, partTexts(parts)...)
		}
		return err
	})
	return texts
}

// definitionsIn reads [{type, name, description, parameters}]; a definition without a name is none.
func definitionsIn(text string) (tools []traceapi.ToolDefinition) {
	r := jsonread.New(text)
	_ = r.Array(func() error { // what stands before a cut has been read
		raw, err := r.Raw()
		if tool, ok := definitionIn(raw); ok && len(tools) < maxTools {
			tools = append(tools, tool)
		}
		return err
	})
	return tools
}

// definitionIn reads one definition, or the function that it wraps.
func definitionIn(raw string) (tool traceapi.ToolDefinition, ok bool) {
	function := ""
	r := jsonread.New(raw)
	err := r.Object(func(key string) error {
		var err error
		switch key {
		case "name":
			tool.Name, err = r.TextOrRaw()
		case "description":
			tool.Description, err = r.TextOrRaw()
		case "parameters", "input_schema", "inputSchema", "parametersJsonSchema":
			tool.Parameters, err = r.TextOrRaw()
		case "function":
			function, err = r.TextOrRaw()
		default:
			_, err = r.Raw()
		}
		return err
	})
	if tool.Name == "" && strings.HasPrefix(function, "{") && err == nil && !strings.Contains(function, `"function"`) {
		return definitionIn(function)
	}
	return tool, tool.Name != ""
}

// indexedTools reads definitions that stand in an attribute each: llm.tools.0.tool.json_schema of OpenInference, and
// llm.request.functions.0.name, .description and .parameters of OpenLLMetry.
func indexedTools(attributes pcommon.Map) []traceapi.ToolDefinition {
	found := map[int]*traceapi.ToolDefinition{}
	at := func(index string) *traceapi.ToolDefinition {
		i, err := strconv.Atoi(index)
		if err != nil || i < 0 || len(found) >= maxTools && found[i] == nil {
			return nil
		}
		if found[i] == nil {
			found[i] = &traceapi.ToolDefinition{}
		}
		return found[i]
	}
	for key, v := range attributes.All() {
		if rest, ok := strings.CutPrefix(key, "llm.tools."); ok {
			index, field, _ := strings.Cut(rest, ".")
			if tool, ok := definitionIn(value.Scalar(v)); ok && field == "tool.json_schema" {
				if to := at(index); to != nil {
					*to = tool
				}
			}
		} else if rest, ok := strings.CutPrefix(key, "llm.request.functions."); ok {
			index, field, _ := strings.Cut(rest, ".")
			if to := at(index); to != nil {
				setField(to, field, value.Scalar(v))
			}
		}
	}
	return ordered(found)
}

func setField(tool *traceapi.ToolDefinition, field, text string) {
	switch field {
	case "name":
		tool.Name = text
	case "description":
		tool.Description = text
	case "parameters", "input_schema", "arguments":
		tool.Parameters = cmp.Or(tool.Parameters, text)
	}
}

func ordered(found map[int]*traceapi.ToolDefinition) (tools []traceapi.ToolDefinition) {
	indices := make([]int, 0, len(found))
	for i, tool := range found {
		if tool.Name != "" {
			indices = append(indices, i)
		}
	}
	slices.Sort(indices)
	for _, i := range indices {
		tools = append(tools, *found[i])
	}
	return tools
}
