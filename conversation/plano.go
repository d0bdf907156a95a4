package conversation

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	planoServices = "plano(*"
	planoPreview  = "llm.user_message_preview"
)

// plano is that of the Plano gateway, which keeps the beginning of what the user said last.
var plano = dialect{
	name:     "plano",
	senders:  []sender{{"Plano", ""}},
	ownTurn:  true,
	marks:    []string{"llm.*", "agent.error", "orchestrator.rate_limited"},
	services: []string{planoServices},
	content: []content{
		{key: planoPreview, holds: history},
		{key: "signal.snippet"},
	},
	kinds: map[string]map[string]spankind.Kind{
		"component": {"llm": spankind.Chat, "agent": spankind.Agent, "orchestrator": spankind.Agent},
		"service.name.override": {
			"plano(llm)": spankind.Chat, "plano(agent)": spankind.Agent, "plano(orchestrator)": spankind.Agent,
		},
		"llm.model": {anyValue: spankind.Chat},
	},
	facts: map[string]fact{
		"llm.model":                   modelName,
		"llm.provider":                says(providerName),
		"llm.temperature":             says(requestTemperature),
		"llm.is_streaming":            says(requestStream),
		"llm.usage.prompt_tokens":     says(inputTokens),
		"llm.usage.completion_tokens": says(outputTokens),
	},
	faults: map[string]faults.Note{
		"llm.error":                 faults.ErrorText,
		"agent.error":               faults.GatewayError,
		"orchestrator.rate_limited": faults.RateLimited,
		"service.name.override":     planoService,
	},
	sessions: []sessionKey{{"plano.session_id", ofSession, 30}},
	read:     readPlano,
}

// readPlano reads what the user said last.
func readPlano(b *builder, f *Facts) {
	if text := b.textAt(f.span.Attributes(), planoPreview); text != "" {
		b.readOne(true, func() { b.sayText(signals.RoleUser, text) })
	}
}

// planoService marks the spans that Plano gives a service of their own.
func planoService(f *faults.Facts, _ string, v pcommon.Value) {
	if matches(planoServices, value.Scalar(v)) {
		f.MarkRelevant()
	}
}
