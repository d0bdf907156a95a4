package observability

import (
	"regexp"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var annotationLabel = regexp.MustCompile(`\$labels\.(\w+)`)

func TestAlertsAskForWhatIsExposed(t *testing.T) {
	groups, errs := rulefmt.ParseFile("../../deploy/observability/alerts.yaml", false, model.UTF8Validation)
	require.Empty(t, errs)
	series := exposed(t)
	rules := 0
	for _, group := range groups.Groups {
		for i := range group.Rules {
			rule := &group.Rules[i]
			var shown []string
			for _, text := range rule.Annotations {
				for _, match := range annotationLabel.FindAllStringSubmatch(text, -1) {
					shown = append(shown, match[1])
				}
			}
			assert.Empty(t, problemsOf(rule.Expr, series, shown), rule.Alert)
			rules++
		}
	}
	assert.NotZero(t, rules)
}
