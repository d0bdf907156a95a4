package journal

import "fmt"

// clean removes the oldest files while nothing in them can be read any more. Where few values keep many files, those of the oldest
// are written once more. Files go in the order in which they were written: so a deletion is there as long as what it deletes.
func (j *Journal) clean() {
	for len(j.segments) > 0 && j.segments[0] != j.open {
		oldest := j.segments[0]
		if oldest.live > 0 {
			if j.total <= j.live+j.live/2+2*j.options.SegmentSize || !j.move(oldest) {
				return
			}
		}
		j.segments = j.segments[1:]
		j.total -= oldest.size
		if err := oldest.remove(); err != nil {
			j.options.Report(err)
		}
	}
}

// move writes what can be read of a file to the end of the journal. It returns false where that is not possible now.
func (j *Journal) move(from *segment) bool {
	for key, p := range j.places {
		if p.segment != from {
			continue
		}
		value, err := p.read()
		if err != nil {
			j.options.Report(fmt.Errorf("value of %q: %w, it is dropped", key, err))
			j.forget(key)
			continue
		}
		if err := j.append([]Change{{Key: key, Value: value}}); err != nil {
			j.options.Report(err)
			return false
		}
	}
	return true
}
