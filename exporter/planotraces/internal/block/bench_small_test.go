package block

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkEncodeFew is what requests become until there are enough for a block.
func BenchmarkEncodeFew(b *testing.B) {
	for _, n := range []int{1, 10, 100, 512} {
		spans := plainSpans(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			size := 0
			b.ReportAllocs()
			for b.Loop() {
				data, err := Encode(spans)
				require.NoError(b, err)
				size = len(data)
			}
			b.ReportMetric(float64(size)/float64(n), "B/span")
		})
	}
}
