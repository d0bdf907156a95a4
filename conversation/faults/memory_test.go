package faults

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestMemory(t *testing.T) {
	now := time.Unix(0, 0)
	m := newMemory(2, time.Minute, func() time.Time { return now })
	a, b, c := pcommon.TraceID{1}, pcommon.TraceID{2}, pcommon.TraceID{3}
	timeout := Fault{Leaf: signals.Timeout, rank: rankNamed}
	assert.True(t, m.tell(a, &network))
	assert.False(t, m.tell(a, &network), "the same again")
	assert.False(t, m.tell(a, &bare503), "a bare error after a cause")
	assert.True(t, m.tell(a, &rateLimit), "another cause")
	assert.True(t, m.tell(b, &vague), "another trace")
	assert.False(t, m.tell(b, &network), "the cause of what was told")
	assert.True(t, m.tell(b, &timeout), "another cause")

	now = now.Add(2 * time.Minute)
	assert.True(t, m.tell(a, &network), "expired")
	m.tell(b, &network)
	m.tell(c, &network)
	assert.True(t, m.tell(a, &network), "the trace longest untouched was dropped")
}
