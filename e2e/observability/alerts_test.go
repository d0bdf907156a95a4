package observability

import (
	"path/filepath"
	"regexp"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

var annotationLabel = regexp.MustCompile(`\$labels\.(\w+)`)

func TestAlertsAskForWhatIsExposed(t *testing.T) {
	root, err := harness.Root()
	require.NoError(t, err)
	groups, errs := rulefmt.ParseFile(filepath.Join(root, "deploy", "observability", "alerts.yaml"), false, model.UTF8Validation)
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
			assert.Empty(t, complaints(rule.Expr, series, shown), rule.Alert)
			rules++
		}
	}
	assert.NotZero(t, rules)
}
