package conversation

import "github.com/otelcol-plano/otelcol-plano/internal/buffers"

// BufferBytes is the size of the buffers that the reader keeps for the next span, without the texts that they point to.
func (r *Reader) BufferBytes() int {
	b := &r.builder
	return buffers.Bytes(b.messages) + buffers.Bytes(b.draft.parts) + buffers.Bytes(b.entries) + b.json.BufferBytes()
}

// Forget lets go of the last span and keeps the buffers.
func (r *Reader) Forget() {
	r.facts = Facts{}
	r.builder.reset(r.limits)
}
