package depth

import (
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Traces puts [value.TooDeep] in place of what is nested deeper than [value.MaxDepth], and returns how often.
func Traces(td ptrace.Traces) (cut int) {
	var l limiter
	for _, rs := range td.ResourceSpans().All() {
		l.attributes(rs.Resource().Attributes())
		for _, ss := range rs.ScopeSpans().All() {
			l.attributes(ss.Scope().Attributes())
			for _, span := range ss.Spans().All() {
				l.attributes(span.Attributes())
				for _, event := range span.Events().All() {
					l.attributes(event.Attributes())
				}
				for _, link := range span.Links().All() {
					l.attributes(link.Attributes())
				}
			}
		}
	}
	return l.cut
}

// Logs does to log records and their bodies what [Traces] does to spans.
func Logs(ld plog.Logs) (cut int) {
	var l limiter
	for _, rl := range ld.ResourceLogs().All() {
		l.attributes(rl.Resource().Attributes())
		for _, sl := range rl.ScopeLogs().All() {
			l.attributes(sl.Scope().Attributes())
			for _, record := range sl.LogRecords().All() {
				l.attributes(record.Attributes())
				l.value(record.Body())
			}
		}
	}
	return l.cut
}

// Metrics does to metrics, their data points and exemplars what [Traces] does to spans.
func Metrics(md pmetric.Metrics) (cut int) {
	var l limiter
	for _, rm := range md.ResourceMetrics().All() {
		l.attributes(rm.Resource().Attributes())
		for _, sm := range rm.ScopeMetrics().All() {
			l.attributes(sm.Scope().Attributes())
			for _, m := range sm.Metrics().All() {
				l.attributes(m.Metadata())
				l.dataPoints(m)
			}
		}
	}
	return l.cut
}

func (l *limiter) dataPoints(m pmetric.Metric) {
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		l.numbers(m.Gauge().DataPoints())
	case pmetric.MetricTypeSum:
		l.numbers(m.Sum().DataPoints())
	case pmetric.MetricTypeHistogram:
		for _, dp := range m.Histogram().DataPoints().All() {
			l.attributes(dp.Attributes())
			l.exemplars(dp.Exemplars())
		}
	case pmetric.MetricTypeExponentialHistogram:
		for _, dp := range m.ExponentialHistogram().DataPoints().All() {
			l.attributes(dp.Attributes())
			l.exemplars(dp.Exemplars())
		}
	case pmetric.MetricTypeSummary:
		for _, dp := range m.Summary().DataPoints().All() {
			l.attributes(dp.Attributes())
		}
	}
}

func (l *limiter) numbers(points pmetric.NumberDataPointSlice) {
	for _, dp := range points.All() {
		l.attributes(dp.Attributes())
		l.exemplars(dp.Exemplars())
	}
}

func (l *limiter) exemplars(exemplars pmetric.ExemplarSlice) {
	for _, e := range exemplars.All() {
		l.attributes(e.FilteredAttributes())
	}
}
