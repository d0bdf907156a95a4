package catalogue

import (
	"github.com/klauspost/compress/zstd"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/pool"
)

// What calls keep is short and alike: JSON with the same keys and much the same words. It is compressed with a dictionary of these.
const (
	packDictionary   = 1
	maxPacked        = 16 << 20
	packedVocabulary = `"d":{"matched":"tool/invalid_args/must-be","compared_with":,"similarity":0.9,"tool":"get_","calls":[,` +
		`"source":"http.response.status_code=` +
		`asked for a human and gave up (-50), complained 3 times (-17), rate limited (-5), timed out (-5), service failed (-5), ` +
		`corrected (-2), repeated itself (-3), in a loop (-5), state error (-5), network failed (-5), long: 45 messages (-10), ` +
		`short: 2 messages (+9), ends satisfied (+4), pleased (+4), solved (+12), wrong arguments 4 times (-20)` +
		`,"fi":[{"l":"environment.exhaustion.rate_limit","m":,"c":0.9,"s":"{"l":"execution.failure.invalid_args","execution.loops.retry` +
		`interaction.misalignment.correction","interaction.misalignment.rephrase","interaction.stagnation.repetition"` +
		`interaction.disengagement.escalation","interaction.disengagement.negative_stance","interaction.satisfaction.gratitude"` +
		`"interaction.satisfaction.confirmation","o":true,"c":1,"s":"` +
		`{"k":"tool","sv":"","t":"get_","ci":"call_","ct":"kept"}{"k":"agent","sv":"","a":""{"k":"model","sv":"","m":"gpt-4o-mini",` +
		`"tk":{"input":1,"output":,"cached":},"c":0.00,"j":true,"q":3,"sc":50,"tu":1,"su":"Severe (0): Poor (34): Neutral (50): ` +
		`nothing stands out, Good (63): ","n":2,"us":1,"ff":1,"ct":"kept"}`
)

var packers = pool.New(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false),
		zstd.WithSingleSegment(true), zstd.WithLowerEncoderMem(true), zstd.WithEncoderDictRaw(packDictionary, []byte(packedVocabulary)))
})

var unpackers = pool.New(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxPacked),
		zstd.WithDecoderDictRaw(packDictionary, []byte(packedVocabulary)))
})

// pack compresses what a call keeps.
func pack(data []byte) ([]byte, error) {
	e, err := packers.Take()
	if err != nil {
		return nil, err
	}
	defer packers.Put(e)
	return e.EncodeAll(data, make([]byte, 0, len(data))), nil
}

// unpack returns what pack was given. Damage gives an error, and no more than maxPacked bytes.
func unpack(data []byte) ([]byte, error) {
	d, err := unpackers.Take()
	if err != nil {
		return nil, err
	}
	defer unpackers.Put(d)
	return d.DecodeAll(data, nil)
}
