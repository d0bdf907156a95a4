package conversation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

const (
	genkitInput  = "genkit:input"
	genkitOutput = "genkit:output"
)

// genkit is that of Genkit: what goes into each of its actions and comes out. Messages are those of its models; the
// spans around them repeat them.
var genkit = dialect{
	name:    "genkit",
	senders: []sender{{"Genkit", "1.42"}},
	marks:   []string{"genkit:type"},
	content: []content{{key: genkitInput, holds: history}, {key: genkitOutput, holds: answer}},
	kinds: map[string]map[string]spankind.Kind{
		"genkit:metadata:subtype": {
			"model": spankind.Chat, "tool": spankind.Tool, "embedder": spankind.Embeddings, anyValue: spankind.Step,
		},
		"genkit:type": {anyValue: spankind.Step},
	},
	facts: map[string]fact{
		"genkit:key": {note: genkitKey, parse: genkitNames},
		genkitInput:  toolArguments.with(fields{"config": within(requestParameters), "tools": says(toolDefinitions)}),
		genkitOutput: toolResult.with(fields{"finishReason": says(finishReason), "usage": within(usageDetails)}),
	},
	faults: map[string]faults.Note{genkitOutput: genkitFinishReason},
	read:   readGenkit,
}

// cutOff is what finish reasons say of an answer that was too long.
var cutOff = pcommon.NewValueStr("length")

// genkitFinishReason notes why a model's answer ended. In a text of the answer the quotes would be escaped.
func genkitFinishReason(f *faults.Facts, key string, v pcommon.Value) {
	if v.Type() == pcommon.ValueTypeStr && strings.Contains(v.Str(), `"finishReason":"length"`) {
		faults.FinishReasons(f, key, cutOff)
	}
}

// genkitKey notes the name in the key of a model or a tool, /tool/NAME.
func genkitKey(f *Facts, v pcommon.Value) {
	key := value.Scalar(v)
	if name, ok := strings.CutPrefix(key, "/tool/"); ok {
		f.tool.name = name
	} else if name, ok := strings.CutPrefix(key, "/model/"); ok {
		f.Model = name
	}
}

// genkitNames tells the name in the key of a tool, and that of a model behind its provider, /model/PROVIDER/NAME.
func genkitNames(key string, tell func(otelName, string)) {
	if name, ok := strings.CutPrefix(key, "/tool/"); ok {
		tell(otelToolName, name)
	} else if name, ok := strings.CutPrefix(key, "/model/"); ok {
		tell(requestModel, name)
		if provider, _, ok := strings.Cut(name, "/"); ok {
			tell(providerName, provider)
		}
	}
}

// readGenkit reads the messages of a model's request {messages} and the one of its response {message}. What other actions
// take and give holds none.
func readGenkit(b *builder, f *Facts) {
	b.readPlaces(f, place{genkitInput, "messages"}, place{genkitOutput, "message"})
}
