package planosignals

import (
	"sync"

	"github.com/otelcol-plano/otelcol-plano/internal/buffers"
)

// maxPooledBytes is the size of the buffers that wait for the next batch, of each of those that are processed at the same
// time. Batches of ordinary size, some thousand spans, stay far below.
const maxPooledBytes = 4 << 20

// batchPool keeps the buffers of batches for the next ones, but not those that one large batch needed.
type batchPool struct {
	new  func() *batch
	pool sync.Pool // of *batch
}

func (p *batchPool) get() *batch {
	if b, ok := p.pool.Get().(*batch); ok {
		return b
	}
	return p.new()
}

func (p *batchPool) put(b *batch) {
	if b.bufferBytes() > maxPooledBytes {
		return
	}
	b.reset()
	b.reader.Forget()
	p.pool.Put(b)
}

// bufferBytes is the size of a batch's buffers, without what they point to.
func (b *batch) bufferBytes() int {
	return buffers.Bytes(b.spans) + buffers.Bytes(b.faults) + buffers.Bytes(b.order) + b.reader.BufferBytes()
}
