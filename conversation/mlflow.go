package conversation

import "github.com/otelcol-plano/otelcol-plano/conversation/spankind"

// mlflow is that of MLflow's tracing.
var mlflow = dialect{
	name:    "mlflow",
	senders: []sender{{"MLflow", ""}},
	content: []content{
		{key: "mlflow.spanInputs", holds: history},
		{key: "mlflow.spanOutputs", holds: answer},
		{key: "mlflow.chat.messages"},
		{key: "mlflow.chat.tools"},
		{key: "mlflow.traceInputs"},
		{key: "mlflow.traceOutputs"},
	},
	kinds:    map[string]map[string]spankind.Kind{"mlflow.spanType": {"tool": spankind.Tool}},
	sessions: []sessionKey{{"mlflow.trace.session", ofSession, 40}},
}
