package catalogue

import (
	"cmp"
	"context"
	"fmt"
	"math"
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
	t := timeline{trends: &trends, of: of, ids: newSet(), lines: make([]int32, noQuality+1)}
	t.divide(c.index, f)
	if of != 0 {
		t.names = c.names.values(of)
		for id := range t.names {
			t.ids.add(id)
			t.lines = slices.Grow(t.lines, max(0, int(id)+1-len(t.lines)))[:max(len(t.lines), int(id)+1)]
		}
	}
	c.index.each(func(e *entry) {
		if f.matches(e) {
			t.add(e)
		}
	})
	t.finish()
	return trends, nil
}

// timeline counts over parts of the time.
type timeline struct {
	trends *traceapi.Trends
	of     field
	parts  int
	// lines are the lines by the name, or the quality, that they are of; 0 is none, else the index plus one.
	lines []int32
	// names are those of the dimension, ids the same.
	names map[int64]string
	ids   *set
}

// divide divides the time asked for, else that of the conversations.
func (t *timeline) divide(x *index, f *filter) {
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	var qualities [noQuality + 1]bool
	x.each(func(e *entry) {
		if f.matches(e) {
			first, last = min(first, e.end), max(last, e.end)
			qualities[min(e.quality, noQuality)] = true
		}
	})
	if first > last {
		return
	}
	from, to := cmp.Or(f.from, first), cmp.Or(f.to, last+1)
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
	if t.of == 0 {
		for rank := range noQuality + 1 {
			if rank < noQuality || qualities[rank] {
				t.line(int64(rank), qualityName(rank))
			}
		}
	}
}

func (t *timeline) line(id int64, name string) *traceapi.Trend {
	at := int(t.lines[id]) - 1
	if at < 0 {
		at = len(t.trends.Series)
		t.lines[id] = int32(at + 1)
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
func (t *timeline) add(e *entry) {
	part := e.end - t.trends.Start
	if t.parts == 0 || part < 0 || part >= int64(t.parts)*t.trends.StepNS {
		return
	}
	part /= t.trends.StepNS
	if t.of == 0 {
		t.count(t.line(int64(min(e.quality, noQuality)), ""), e, part, 1)
		return
	}
	eachTag(e.tags, func(tag tag) bool {
		if !t.ids.has(tag.name) {
			return true
		}
		n := 1
		if t.of == ofSignal {
			n = tag.count
		}
		if t.lines[tag.name] == 0 {
			t.line(tag.name, t.names[tag.name])
		}
		t.count(t.line(tag.name, ""), e, part, n)
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
	isSet := func(n int64) bool { return n != 0 }
	for i := range series {
		if !slices.ContainsFunc(series[i].Tokens, isSet) {
			series[i].Tokens = nil
		}
		if !slices.ContainsFunc(series[i].WasteTokens, isSet) {
			series[i].WasteTokens = nil
		}
	}
	t.trends.Series = series
}
