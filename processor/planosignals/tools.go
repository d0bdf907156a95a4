package planosignals

import (
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// analyzeAroundTools analyses the conversations of traces in which a tool failed, since the tool's span is
// silent where one of them tells of it.
func (p *signalsProcessor) analyzeAroundTools(b *batch) {
	if len(b.toolTraces) == 0 {
		return
	}
	for i := range b.spans {
		s := &b.spans[i]
		if _, ok := b.toolTraces[s.span.TraceID()]; ok && p.holdsConversation(s) {
			s.analysis = p.analyze(b, s)
		}
	}
}

// analyzeTool lets the result of a failed tool say what failed; ok is false where it
// does not.
func (p *signalsProcessor) analyzeTool(b *batch, s *analyzedSpan) (report signals.Report, ok bool) {
	messages := b.reader.FailedTool(&s.facts)
	if len(messages) == 0 {
		return report, false
	}
	report = p.analyzer.Analyze(messages)
	return report, tellsOfFailure(&report)
}

func tellsOfFailure(report *signals.Report) bool {
	return report.Count(signals.Failure)+report.Count(signals.Exhaustion) > 0
}

// failedResults returns the results of tools of whose failure a conversation's report tells.
func failedResults(messages []signals.Message, report *signals.Report) []faults.ToolResult {
	if !tellsOfFailure(report) {
		return nil
	}
	var failed []faults.ToolResult
	for i := range report.Instances {
		in := &report.Instances[i]
		if category := in.Leaf.Category(); category != signals.Failure && category != signals.Exhaustion || in.MessageIndex < 0 {
			continue
		}
		m := &messages[in.MessageIndex]
		if m.Role != signals.RoleToolResult {
			continue
		}
		tool := m.Tool
		if tool == "" && len(in.Metadata.Calls) > 0 {
			tool = messages[in.Metadata.Calls[0]].Tool
		}
		failed = append(failed, faults.NewToolResult(m.CallID, tool, m.Text))
	}
	return failed
}
