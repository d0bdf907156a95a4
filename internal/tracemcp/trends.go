package tracemcp

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	trendsDescription = "Counts conversations over time, by quality, signal, service, model, tool or agent: when did it begin, where is it " +
		"worst."
	// maxParts is how many numbers a line of counts has.
	maxParts  = 12
	maxSeries = 30
)

var dimensions = []string{
	traceapi.ByQuality, traceapi.BySignal, traceapi.ByService, traceapi.ByModel, traceapi.ByTool, traceapi.ByAgent,
}

type trendsInput struct {
	By     string `json:"by,omitempty" jsonschema:"quality (default), signal, service, model, tool or agent"`
	Search string `json:"search,omitempty" jsonschema:"only these conversations, in the language that the tool search describes"`
	timed
	sized
}

func (t *tools) trends(ctx context.Context, in trendsInput, a *answer) error {
	by := cmp.Or(in.By, traceapi.ByQuality)
	if !slices.Contains(dimensions, by) {
		return fmt.Errorf("by: must be one of %s", strings.Join(dimensions, ", "))
	}
	query := traceapi.Query{Search: in.Search}
	if err := t.bounds(in.timed, &query); err != nil {
		return err
	}
	trends, err := t.store.Trends(ctx, query, by)
	if err != nil {
		return err
	}
	if len(trends.Series) == 0 {
		a.note("nothing to count%s", t.emptyHint(ctx))
		return nil
	}
	parts := 0
	for _, s := range trends.Series {
		parts = max(parts, len(s.Values))
	}
	merged := (parts + maxParts - 1) / maxParts
	step := time.Duration(trends.StepNS) * time.Duration(merged)
	a.addf("%sfrom %s, each number is %s, oldest first\n", dataNotice, clock(trends.Start), length(step))
	byTotal := func(a, b traceapi.Trend) int {
		return cmp.Or(total(b.Poor)-total(a.Poor), total(b.Values)-total(a.Values))
	}
	if by != traceapi.ByQuality {
		slices.SortStableFunc(trends.Series, byTotal)
	}
	for i, s := range trends.Series {
		if i == maxSeries || !a.add(trendLine(s, by)) {
			a.note("%d more: narrow with search, or max_bytes=%d", len(trends.Series)-i, largestBytes)
			break
		}
	}
	return nil
}

func trendLine(s traceapi.Trend, by string) string {
	line := fmt.Sprintf("%s: %d (%s)", name(s.Name), total(s.Values), series(s.Values))
	if by != traceapi.ByQuality && by != traceapi.BySignal {
		line += fmt.Sprintf(", Poor or Severe %s (%s)", share(total(s.Poor), total(s.Values)), series(s.Poor))
	}
	if wasted := sumOf(s.WasteTokens); wasted > 0 {
		line += fmt.Sprintf(", trouble took %d of %d tokens", wasted, sumOf(s.Tokens))
	}
	return line + "\n"
}

// series writes counts over time, so many of them summed up that maxParts are left.
func series(values []int) string {
	if len(values) == 0 {
		return "-"
	}
	merged := (len(values) + maxParts - 1) / maxParts
	var parts []string
	for part := range slices.Chunk(values, merged) {
		parts = append(parts, strconv.Itoa(total(part)))
	}
	return strings.Join(parts, " ")
}

func total(values []int) int { return int(sumOf(values)) }

func sumOf[T int | int64](values []T) (sum int64) {
	for _, v := range values {
		sum += int64(v)
	}
	return sum
}

func share(part, whole int) string {
	if whole == 0 {
		return "0"
	}
	return fmt.Sprintf("%d (%d%%)", part, part*100/whole)
}
