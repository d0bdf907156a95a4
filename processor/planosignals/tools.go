package planosignals

import (
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// holdResults notes of traces in which a tool failed what their conversations tell, since the tool's span is silent where one
// of them tells of it.
func (p *signalsProcessor) holdResults(b *batch) {
	if len(b.toolTraces) == 0 {
		return
	}
	for i := range b.spans {
		s := &b.spans[i]
		if _, ok := b.toolTraces[s.span.TraceID()]; !ok || !p.holdsConversation(s) {
			continue
		}
		messages, _ := b.reader.Messages(&s.facts)
		result := sessions.Result{Report: p.analyzer.Analyze(messages), Messages: len(messages)}
		p.faults.Hold(s.span.TraceID(), failedResults(messages, &result))
	}
}

func tellsOfFailure(report *signals.Report) bool {
	return report.Count(signals.Failure)+report.Count(signals.Exhaustion) > 0
}

// failedResults returns the results of tools, among the last messages of a conversation, of whose failure its report
// tells.
func failedResults(last []signals.Message, result *sessions.Result) []faults.ToolResult {
	if !tellsOfFailure(&result.Report) {
		return nil
	}
	before := result.Messages - len(last)
	var failed []faults.ToolResult
	for i := range result.Report.Instances {
		in := &result.Report.Instances[i]
		if category := in.Leaf.Category(); category != signals.Failure && category != signals.Exhaustion || in.MessageIndex < before {
			continue
		}
		m := &last[in.MessageIndex-before]
		if m.Role != signals.RoleToolResult {
			continue
		}
		failed = append(failed, faults.NewToolResult(m.CallID, in.Metadata.Tool, m.Text))
	}
	return failed
}
