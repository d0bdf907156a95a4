package block

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/samplespans"
)

func TestABlockIsReadByManyAtOnce(t *testing.T) {
	spans := plainSpans(300)
	b := encoded(t, spans)
	var readers sync.WaitGroup
	for i := range 8 {
		readers.Go(func() {
			for row := i; row < len(spans); row += 8 {
				rows, err := b.RowsWhere(samplespans.KeyRare, spans[row].Attributes[7].Value.Text)
				if !assert.NoError(t, err) || !assert.Equal(t, []int{row}, rows) {
					return
				}
				some, err := b.Spans(rows)
				if assert.NoError(t, err) {
					assert.Equal(t, spans[row], some[0])
				}
			}
		})
	}
	readers.Wait()
}
