package block

import (
	"fmt"

	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// texts says how a stream of texts is kept.
type texts struct {
	form   int
	prefix string
	// lengths are those of what follows the prefix, numbers of bytes in the stream.
	lengths numbers
	size    int
	at      place
}

func (w *columnWriter) writeTexts(values []string) texts {
	t := texts{lengths: numbers{count: len(values)}}
	if len(values) == 0 {
		return t
	}
	t.form, t.prefix = formOf(values, commonPrefix(values))
	data := w.heap[:0]
	lengths := w.room(len(values))
	for i, value := range values {
		rest, before := value[len(t.prefix):], len(data)
		if t.form == formPlain {
			data = append(data, rest...)
		} else {
			data = appendPacked(data, t.form, rest)
		}
		lengths[i] = uint64(len(data) - before)
	}
	w.heap = data[:0]
	t.size = len(data)
	t.at = w.put(&w.texts, data)
	t.lengths = w.writeNumbers(lengths, false)
	return t
}

func (t *texts) appendTo(to []byte) []byte {
	to = wire.AppendText(append(to, byte(t.form)), t.prefix)
	to = t.at.appendTo(wire.AppendInt(to, t.size))
	return t.lengths.appendTo(to)
}

func readTexts(r *wire.Reader, count int) texts {
	t := texts{form: int(r.Byte(forms - 1)), prefix: r.Text(), size: r.Int(maxSection), at: readPlace(r)}
	t.lengths = readNumbers(r, count)
	if len(t.prefix) > maxPrefix {
		r.Fail()
	}
	return t
}

// textList are texts as they are kept, read by index.
type textList struct {
	form   int
	prefix string
	data   []byte
	n      int
	// length is that of each text; starts, one more than there are texts, is where they begin if their lengths differ.
	length int
	starts []uint64
}

func (r *streams) texts(t *texts) (*textList, error) {
	data, err := r.stream(t.at, t.size)
	if err != nil {
		return nil, err
	}
	l := &textList{form: t.form, prefix: t.prefix, data: data, n: t.lengths.count}
	if t.lengths.width == 0 {
		return l, l.setLength(t.lengths.base)
	}
	lengths, err := r.numbers(&t.lengths)
	if err != nil {
		return nil, err
	}
	l.starts = r.room(l.n + 1)
	l.starts[0] = 0
	end, size := uint64(0), uint64(len(data))
	for i, length := range lengths {
		end += length
		if length > size || end > size {
			return nil, errLengths
		}
		l.starts[i+1] = end
	}
	if end != size || t.form == formUUID {
		return nil, errLengths
	}
	return l, nil
}

var errLengths = fmt.Errorf("%w: lengths of texts", ErrDamaged)

func (l *textList) setLength(length uint64) error {
	if length > uint64(len(l.data)) || int(length)*l.n != len(l.data) || l.form == formUUID && l.n > 0 && length != uuidBytes {
		return errLengths
	}
	l.length = int(length)
	return nil
}

func (l *textList) count() int { return l.n }

func (l *textList) kept(i int) []byte {
	if l.starts == nil {
		return l.data[i*l.length : (i+1)*l.length]
	}
	return l.data[l.starts[i]:l.starts[i+1]]
}

func (l *textList) appendAt(to []byte, i int) []byte {
	to = append(to, l.prefix...)
	if l.form == formPlain {
		return append(to, l.kept(i)...)
	}
	return appendUnpacked(to, l.form, l.kept(i))
}

// at returns one text, in memory of its own.
func (l *textList) at(i int) string { return string(l.appendAt(nil, i)) }

// all returns all texts, which share their memory.
func (l *textList) all() []string {
	ends := make([]int, l.count())
	size := len(l.data)
	if l.form != formPlain {
		size = 2*size + 4*len(ends)
	}
	heap := make([]byte, 0, size+len(ends)*len(l.prefix))
	for i := range ends {
		heap = l.appendAt(heap, i)
		ends[i] = len(heap)
	}
	whole, values, start := string(heap), make([]string, len(ends)), 0
	for i, end := range ends {
		values[i] = whole[start:end]
		start = end
	}
	return values
}
