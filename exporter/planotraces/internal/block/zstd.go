package block

import (
	"github.com/klauspost/compress/zstd"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/pool"
)

var encoders = pool.New(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderCRC(false), zstd.WithSingleSegment(true), zstd.WithLowerEncoderMem(true))
})

var decoders = pool.New(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(maxSection), zstd.WithDecodeAllCapLimit(true), zstd.IgnoreChecksum(true))
})

// decompress appends nothing beyond the capacity of to, which is empty.
func decompress(to, from []byte) ([]byte, error) {
	d, err := decoders.Take()
	if err != nil {
		return nil, err
	}
	defer decoders.Put(d)
	return d.DecodeAll(from, to)
}
