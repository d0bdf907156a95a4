package planosignals

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/metric/embedded"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// observed adds up what an observer is told, by service.
type observed struct {
	embedded.Int64Observer
	services map[string]int64
}

func (o *observed) Observe(value int64, options ...metric.ObserveOption) {
	config := metric.NewObserveConfig(options)
	set := config.Attributes()
	service, _ := set.Value("service.name")
	o.services[service.AsString()] += value
}

func conversationsOf(o *origins) map[string]int64 {
	observer := observed{services: map[string]int64{}}
	o.observe(&observer, false)
	return observer.services
}

func TestIdleOriginsMakeRoom(t *testing.T) {
	now := time.Unix(0, 0)
	o := newOrigins(attribute.String("processor", "planosignals"), MetricsConfig{MaxOrigins: 2, IdleTimeout: time.Hour},
		func() time.Time { return now })
	report := newConversation(signals.Report{Instances: []signals.Instance{{Leaf: signals.Escalation}}})
	add := func(service string) { o.add(origin{service: service}, report) }

	add("busy")
	add("idle")
	add("new")
	assert.Equal(t, map[string]int64{"busy": 1, "idle": 1, "other": 1}, conversationsOf(o), "full")

	now = now.Add(59 * time.Minute)
	add("busy")
	add("new")
	assert.Equal(t, map[string]int64{"busy": 2, "idle": 1, "other": 2}, conversationsOf(o), "nobody is idle for an hour")

	now = now.Add(time.Minute)
	assert.Len(t, conversationsOf(o), 3, "an idle origin stays until its place is needed")
	add("new")
	assert.Equal(t, map[string]int64{"busy": 2, "new": 1, "other": 2}, conversationsOf(o))

	add("idle")
	assert.Equal(t, map[string]int64{"busy": 2, "new": 1, "other": 3}, conversationsOf(o), "no room again")

	now = now.Add(2 * time.Hour)
	add("idle")
	assert.Equal(t, map[string]int64{"idle": 1, "other": 3}, conversationsOf(o))
	assert.Equal(t, map[bool]int{false: 1, true: 1}, o.series)
}

func TestIdleSeriesMakeRoom(t *testing.T) {
	now := time.Unix(0, 0)
	o := newOrigins(attribute.String("processor", "planosignals"), MetricsConfig{MaxOrigins: 1_000_000, IdleTimeout: time.Hour},
		func() time.Time { return now })
	report := newConversation(signals.Report{})
	for i := range maxSeries + 100 {
		o.add(origin{service: fmt.Sprint(i)}, report)
	}
	assert.Equal(t, int64(100), conversationsOf(o)["other"])
	assert.Len(t, conversationsOf(o), maxSeries+1)

	now = now.Add(time.Hour)
	o.add(origin{service: "new"}, report)
	assert.Equal(t, map[string]int64{"new": 1, "other": 100}, conversationsOf(o))
}

func TestCountsNeverFallWhileAnOriginLives(t *testing.T) {
	o := newOrigins(attribute.String("processor", "planosignals"), defaults().Metrics, time.Now)
	report := newConversation(signals.Report{Quality: signals.Good})
	last := int64(0)
	for range 10 {
		o.add(origin{service: "shop"}, report)
		n := conversationsOf(o)["shop"]
		require.Greater(t, n, last)
		last = n
	}
}
