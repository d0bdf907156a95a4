package catalogue

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	// maxParts is how many parts of the time trends have, maxSeries how many lines.
	maxTrendParts = 60
	maxSeries     = 20
)

// steps are how long a part of the time may be; longer ones are weeks.
var steps = [...]time.Duration{
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour,
	3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 48 * time.Hour, 7 * 24 * time.Hour,
}

// dimensions are what trends can count by, with the names that they are of.
var dimensions = map[string]field{
	traceapi.ByQuality: 0, traceapi.BySignal: ofSignal, traceapi.ByService: ofService, traceapi.ByModel: ofModel,
	traceapi.ByTool: ofTool, traceapi.ByAgent: ofAgent,
}

// Trends counts the conversations that match over time, of signals how often they fired; the time of a conversation is that of its last
// span. Of most dimensions the twenty with the most are told.
func (c *Catalogue) Trends(ctx context.Context, conn *sqlite.Conn, q traceapi.Query, by string, resolve Resolver) (traceapi.Trends, error) {
	trends := traceapi.Trends{By: cmp.Or(by, traceapi.ByQuality), Series: []traceapi.Trend{}}
	of, ok := dimensions[trends.By]
	if !ok {
		return trends, fmt.Errorf("%w: by: %q is none of quality, signal, service, model, tool, agent", traceapi.ErrInvalid, by)
	}
	f, err := c.compile(ctx, conn, &q, resolve)
	if err != nil {
		return trends, err
	}
	matching := c.index.matching(f)
	t := timeline{trends: &trends, of: of, series: map[int64]int{}}
	t.divide(f, matching)
	ids := map[int64]bool{}
	if of != 0 {
		ids = c.names.find(of, func(string) bool { return true })
	} else {
		t.addQualities(matching)
	}
	for i := range matching {
		t.add(&matching[i], ids, c.names)
	}
	t.finish()
	return trends, nil
}

// matching returns the conversations that match.
func (x *index) matching(f *filter) (found []entry) {
	x.each(func(e *entry) {
		if f.matches(e) {
			found = append(found, *e)
		}
	})
	return found
}

// timeline counts over parts of the time.
type timeline struct {
	trends *traceapi.Trends
	of     field
	parts  int
	// series are the lines by the name that they are of.
	series map[int64]int
}

// divide divides the time asked for, else that of the conversations.
func (t *timeline) divide(f *filter, matching []entry) {
	from, to := f.from, f.to
	for i := range matching {
		if f.from == 0 && (i == 0 || matching[i].end < from) {
			from = matching[i].end
		}
		if f.to == 0 {
			to = max(to, matching[i].end+1)
		}
	}
	step := int64(steps[0])
	for i := 1; (to-from)/step >= maxTrendParts-1; i++ {
		if i < len(steps) {
			step = int64(steps[i])
		} else {
			step *= 2
		}
	}
	t.trends.Start, t.trends.StepNS = from-from%step, step
	t.parts = int(max(0, to-1-t.trends.Start)/step) + 1
}

// addQualities makes a line for each quality, the worst first, and one for what was not judged where there is such.
func (t *timeline) addQualities(matching []entry) {
	for q := signals.Severe; q <= signals.Excellent; q++ {
		t.line(int64(q), q.String())
	}
	if slices.ContainsFunc(matching, func(e entry) bool { return e.quality == noQuality }) {
		t.line(int64(noQuality), "")
	}
}

func (t *timeline) line(id int64, name string) *traceapi.Trend {
	at, ok := t.series[id]
	if !ok {
		at = len(t.trends.Series)
		t.series[id] = at
		t.trends.Series = append(t.trends.Series, traceapi.Trend{
			Name: name, Values: make([]int, t.parts), Tokens: make([]int64, t.parts), WasteTokens: make([]int64, t.parts),
		})
		if t.of != 0 && t.of != ofSignal {
			t.trends.Series[at].Poor = make([]int, t.parts)
		}
	}
	return &t.trends.Series[at]
}

// add counts a conversation.
func (t *timeline) add(e *entry, ids map[int64]bool, names *names) {
	part := (e.end - t.trends.Start) / t.trends.StepNS
	if part < 0 || part >= int64(t.parts) {
		return
	}
	if t.of == 0 {
		t.count(t.line(int64(e.quality), ""), e, part, 1)
		return
	}
	eachTag(e.tags, func(tag tag) bool {
		if !ids[tag.name] {
			return true
		}
		v, _ := names.of(tag.name)
		n := 1
		if t.of == ofSignal {
			n = tag.count
		}
		t.count(t.line(tag.name, v.value), e, part, n)
		return true
	})
}

func (t *timeline) count(line *traceapi.Trend, e *entry, part int64, n int) {
	line.Values[part] += n
	line.Tokens[part] += e.tokens
	line.WasteTokens[part] += e.waste
	if line.Poor != nil && e.quality <= uint8(signals.Poor) {
		line.Poor[part]++
	}
}

// finish orders the lines and keeps the longest; numbers that are all 0 are left out.
func (t *timeline) finish() {
	total := func(line traceapi.Trend) (n int) {
		for _, v := range line.Values {
			n += v
		}
		return n
	}
	series := t.trends.Series
	if t.of != 0 {
		slices.SortFunc(series, func(a, b traceapi.Trend) int {
			return cmp.Or(total(b)-total(a), strings.Compare(a.Name, b.Name))
		})
		series = series[:min(len(series), maxSeries)]
	}
	isZero := func(n int64) bool { return n == 0 }
	for i := range series {
		if !slices.ContainsFunc(series[i].Tokens, func(n int64) bool { return !isZero(n) }) {
			series[i].Tokens = nil
		}
		if !slices.ContainsFunc(series[i].WasteTokens, func(n int64) bool { return !isZero(n) }) {
			series[i].WasteTokens = nil
		}
	}
	t.trends.Series = series
}
