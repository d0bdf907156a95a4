package conversation

import "github.com/otelcol-plano/otelcol-plano/conversation/spankind"

const (
	mlflowInputs  = "mlflow.spanInputs"
	mlflowOutputs = "mlflow.spanOutputs"
)

// mlflow is that of MLflow's tracing: what goes into a function and comes out, in JSON, of a model's call its request and
// response as the library has them; https://mlflow.org/docs/latest/genai/concepts/span. All values are JSON, the type of a
// span as well.
var mlflow = dialect{
	name:    "mlflow",
	senders: []sender{{"MLflow", "2.14 and later"}},
	marks:   []string{"mlflow.spanType"},
	content: []content{
		{key: mlflowInputs, holds: history},
		{key: mlflowOutputs, holds: answer},
		{key: "mlflow.chat.messages"},
		{key: "mlflow.chat.tools"},
		{key: "mlflow.traceInputs"},
		{key: "mlflow.traceOutputs"},
	},
	kinds: map[string]map[string]spankind.Kind{
		"mlflow.spanType": {
			"llm": spankind.Chat, "chat_model": spankind.Chat, "agent": spankind.Agent, "tool": spankind.Tool,
			"embedding": spankind.Embeddings, anyValue: spankind.Step,
		},
		mlflowInputs: {anyValue: spankind.Step},
	},
	facts: map[string]fact{
		mlflowInputs:             toolArguments.with(requestParameters),
		mlflowOutputs:            toolResult,
		"mlflow.chat.tools":      says(toolDefinitions),
		"mlflow.llm.model":       says(requestModel),
		"mlflow.llm.provider":    says(providerName),
		"mlflow.chat.tokenUsage": within(usageDetails),
	},
	sessions: []sessionKey{{"mlflow.trace.session", ofSession, 40}},
	read:     readMLflow,
}

// readMLflow reads the messages of the request, then those of the response.
func readMLflow(b *builder, f *Facts) {
	attributes := f.span.Attributes()
	b.readRequestAndResponse(b.textAt(attributes, mlflowInputs), b.textAt(attributes, mlflowOutputs))
}
