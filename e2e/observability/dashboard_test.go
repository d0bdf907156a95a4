package observability

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A dashboard is what these tests read of Grafana's model.
type dashboard struct {
	UID        string
	Panels     []panel
	Templating struct{ List []variable }
}

type panel struct {
	ID      int
	Type    string
	Title   string
	GridPos struct{ X, Y, W, H int }
	Targets []struct{ Expr, LegendFormat string }
}

type variable struct {
	Name, Type, Definition string
}

var (
	legendLabel = regexp.MustCompile(`\{\{(\w+)\}\}`)
	labelValues = regexp.MustCompile(`^label_values\((\w+), (\w+)\)$`)
	reference   = regexp.MustCompile(`\$\{?(\w+)\}?`)
)

func readDashboard(t *testing.T) dashboard {
	t.Helper()
	text, err := os.ReadFile("../../deploy/observability/grafana-dashboard.json")
	require.NoError(t, err)
	var d dashboard
	require.NoError(t, json.Unmarshal(text, &d))
	return d
}

func TestDashboardAsksForWhatIsExposed(t *testing.T) {
	d := readDashboard(t)
	series := exposed(t)
	for _, v := range d.Templating.List {
		if v.Type != "query" {
			continue
		}
		match := labelValues.FindStringSubmatch(v.Definition)
		if assert.NotNil(t, match, "variable %s: %s", v.Name, v.Definition) {
			assert.Empty(t, problemsOf("count by ("+match[2]+") ("+match[1]+")", series, nil), "variable %s", v.Name)
		}
	}
	queries := 0
	for _, p := range d.Panels {
		for _, target := range p.Targets {
			var shown []string
			for _, match := range legendLabel.FindAllStringSubmatch(target.LegendFormat, -1) {
				shown = append(shown, match[1])
			}
			assert.Empty(t, problemsOf(interpolate(t, d, target.Expr), series, shown), p.Title)
			queries++
		}
	}
	assert.NotZero(t, queries)
}

// interpolate puts in what Grafana does for "All", and fails for a variable that the
// dashboard does not define.
func interpolate(t *testing.T, d dashboard, query string) string {
	t.Helper()
	values := map[string]string{"__range": "6h", "__rate_interval": "1m"}
	for _, v := range d.Templating.List {
		values[v.Name] = ".*"
	}
	return reference.ReplaceAllStringFunc(query, func(ref string) string {
		value, ok := values[strings.Trim(ref, "${}")]
		assert.True(t, ok, "%s is not defined: %s", ref, query)
		return value
	})
}

func TestDashboardPanelsHaveTheirPlace(t *testing.T) {
	d := readDashboard(t)
	assert.NotEmpty(t, d.UID)
	ids := map[int]bool{}
	type cell struct{ x, y int }
	taken := map[cell]string{}
	for _, p := range d.Panels {
		assert.False(t, ids[p.ID], "id %d twice", p.ID)
		ids[p.ID] = true
		assert.LessOrEqual(t, p.GridPos.X+p.GridPos.W, 24, p.Title)
		for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
			for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
				assert.Empty(t, taken[cell{x, y}], "%s lies over another panel", p.Title)
				taken[cell{x, y}] = p.Title
			}
		}
	}
}
