package block

import (
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

var encoders = sync.Pool{New: func() any {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderCRC(false), zstd.WithSingleSegment(true), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return err
	}
	return e
}}

var decoders = sync.Pool{New: func() any {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(maxSection), zstd.WithDecodeAllCapLimit(true), zstd.IgnoreChecksum(true))
	if err != nil {
		return err
	}
	return d
}}

func take[T any](pool *sync.Pool) (T, error) {
	var none T
	switch taken := pool.Get().(type) {
	case error:
		return none, fmt.Errorf("zstd: %w", taken)
	case T:
		return taken, nil
	default:
		return none, fmt.Errorf("zstd: %T in the pool", taken)
	}
}

// decompress appends nothing beyond the capacity of to, which is empty.
func decompress(to, from []byte) ([]byte, error) {
	d, err := take[*zstd.Decoder](&decoders)
	if err != nil {
		return nil, err
	}
	defer decoders.Put(d)
	return d.DecodeAll(from, to)
}
