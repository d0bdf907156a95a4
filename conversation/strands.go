package conversation

import (
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

// strands is that of Strands Agents beside OpenTelemetry's own, in which its messages stand.
var strands = dialect{
	name:    "strands",
	senders: []sender{{"Strands Agents", "1.16"}},
	content: []content{{key: "system_prompt"}},
	facts:   map[string]fact{"system_prompt": says(systemInstructions)},
	kinds: map[string]map[string]spankind.Kind{
		"agent_loop.cycle_id": {anyValue: spankind.Step},
		"event_loop.cycle_id": {anyValue: spankind.Step},
	},
	faults: map[string]faults.Note{"gen_ai.tool.status": faults.ToolStatus},
}
