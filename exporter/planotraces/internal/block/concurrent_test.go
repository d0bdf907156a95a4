package block

import (
	"slices"
	"sync"
	"testing"

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
				if err != nil || !slices.Equal(rows, []int{row}) {
					t.Errorf("row %d: %v, %v", row, rows, err)
					continue
				}
				some, err := b.Spans(rows)
				if err != nil || some[0].SpanID != spans[row].SpanID {
					t.Errorf("row %d: %v", row, err)
				}
			}
		})
	}
	readers.Wait()
}
