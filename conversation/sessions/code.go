package sessions

import (
	"math"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/wire"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// The lengths in bytes of the shortest ones.
const (
	minCountedBytes = 9
	minToldBytes    = 16
	minThreadBytes  = 52
	minRunBytes     = 11
	minFindingBytes = 9
)

// append appends a form of the session that read reads.
func (s *session) append(to []byte) []byte {
	to = wire.AppendInt(to, len(s.counted))
	for _, c := range s.counted {
		to = append(wire.AppendUint64(to, c.origin), byte(c.quality))
	}
	to = wire.AppendInt(to, len(s.told))
	for _, t := range s.told {
		to = wire.AppendUint64(wire.AppendUint64(to, t.signal), t.span)
	}
	to = wire.AppendInt(to, len(s.threads))
	for i := range s.threads {
		to = s.threads[i].append(to)
	}
	to = wire.AppendInt(wire.AppendBool(to, s.holdsCalls), len(s.runs))
	for i := range s.runs {
		to = s.runs[i].append(to)
	}
	return to
}

func (t *thread) append(to []byte) []byte {
	to = wire.AppendInt(wire.AppendInt(to, t.count), t.asked)
	to = wire.AppendUint64(wire.AppendUint64(wire.AppendUint64(to, t.origin), t.chain), t.response)
	to = wire.AppendInt(wire.AppendInt(to, t.list.Size), t.list.Messages)
	to = wire.AppendUint64(wire.AppendUint64(to, t.list.Hash), t.list.Tail)
	to = wire.AppendUint64s(to, lastOf(t.hashes, maxHashes))
	to = wire.AppendBool(wire.AppendBool(wire.AppendBool(to, t.goesOn), t.drifts), t.isAnswer)
	return wire.AppendSized(to, func(to []byte) []byte {
		if t.live == nil {
			return append(to, t.state...)
		}
		if !t.goesOn && t.isRepeatable() {
			return to
		}
		to, _ = t.live.AppendBinary(to) // never fails
		return to
	})
}

// read sets the session to what append wrote; the states of its conversations are slices of the data. After an error it is
// empty.
func (s *session) read(data []byte) error {
	s.reset()
	r := wire.NewReader(data)
	for range min(r.Count(minCountedBytes), maxCounted) {
		s.counted = append(s.counted, counted{r.Uint64(), signals.Quality(r.Byte(byte(signals.Excellent)))})
	}
	for range min(r.Count(minToldBytes), maxTold) {
		s.told = append(s.told, told{r.Uint64(), r.Uint64()})
	}
	for range min(r.Count(minThreadBytes), maxThreads) {
		s.threads = append(s.threads, readThread(&r))
	}
	s.holdsCalls = r.Bool()
	for range min(r.Count(minRunBytes), maxRuns) {
		s.runs = append(s.runs, readRun(&r))
	}
	if err := r.Err(); err != nil {
		s.reset()
		return err
	}
	return nil
}

func readThread(r *wire.Reader) thread {
	t := thread{
		count: r.Int(math.MaxInt32), asked: r.Int(math.MaxInt32), origin: r.Uint64(), chain: r.Uint64(), response: r.Uint64(),
		list: conversation.Prefix{Size: r.Int(math.MaxInt), Messages: r.Int(math.MaxInt32), Hash: r.Uint64(), Tail: r.Uint64()},
	}
	t.hashes = r.Uint64s()
	if len(t.hashes) > t.count || t.asked > t.count || t.list.Messages > t.count {
		r.Fail()
		return t
	}
	t.goesOn, t.drifts, t.isAnswer, t.state = r.Bool(), r.Bool(), r.Bool(), r.Sized()
	return t
}

func (r *run) append(to []byte) []byte {
	to = wire.AppendUint64s(wire.AppendUint64(to, r.trace), r.spans)
	to = wire.AppendInt(to, len(r.found))
	for _, f := range r.found {
		to = wire.AppendUint64(append(to, byte(f.leaf)), uint64(f.at))
	}
	return wire.AppendSized(to, func(to []byte) []byte { return append(to, r.state...) })
}

// readRun reads what append wrote; the state is its own.
func readRun(r *wire.Reader) run {
	known := run{trace: r.Uint64(), spans: r.Uint64s()}
	for range min(r.Count(minFindingBytes), signals.LeafCount) {
		known.found = append(known.found, finding{signals.Leaf(r.Byte(signals.LeafCount - 1)), pcommon.Timestamp(r.Uint64())})
	}
	known.state = slices.Clone(r.Sized())
	return known
}
