package content

import (
	"encoding/binary"
	"math/bits"
)

// Times of events are written as differences to when each is expected, which is as long after the one before as in the base, or at
// once, whichever says less. The first is expected when that of the base came. In front stands the place in units of the largest
// one that divides all differences, as most clocks are coarser than a nanosecond, and above it whether the base tells.
var units = [...]int64{1_000_000, 1_000, 1}

const (
	unitBits  = 2
	unitMask  = 1<<unitBits - 1
	asInBase  = 1 << unitBits
	timeKinds = asInBase << 1
)

// timesOf writes the times of the events, nothing where there are none.
func (e *encoder) timesOf(c *Content) {
	if len(c.times) == 0 {
		return
	}
	how, differences := 0, c.differences(none, e.base.firstTime())
	if like := c.differences(e.base, e.base.firstTime()); bitsOf(like) < bitsOf(differences) {
		how, differences = asInBase, like
	}
	unit := unitOf(differences)
	e.number(uint64(how | unit))
	for _, difference := range differences {
		e.steps = binary.AppendVarint(e.steps, difference/units[unit])
	}
}

// differences are those of the times to when they are expected.
func (c *Content) differences(base *Content, first uint64) []int64 {
	differences := make([]int64, len(c.times))
	for i, at := range c.times {
		differences[i] = int64(at - c.expectedTime(i, base, first))
	}
	return differences
}

// bitsOf is about how much numbers say.
func bitsOf(numbers []int64) (n int) {
	for _, number := range numbers {
		n += bits.Len64(uint64(number<<1 ^ number>>63))
	}
	return n
}

func unitOf(differences []int64) (place int) {
	for _, difference := range differences {
		for difference%units[place] != 0 {
			place++
		}
	}
	return place
}

func (c *Content) firstTime() uint64 {
	if len(c.times) == 0 {
		return 0
	}
	return c.times[0]
}

// expectedTime is when an event is expected after those before it.
func (c *Content) expectedTime(i int, base *Content, first uint64) uint64 {
	switch {
	case i == 0:
		return first
	case i < len(base.times):
		return c.times[i-1] + base.times[i] - base.times[i-1]
	}
	return c.times[i-1]
}

// times reads the times of the events, and what is left, which is nothing.
func (d *decoder) times() error {
	how, base := uint64(0), none
	if len(d.out.times) > 0 {
		how = d.number()
	}
	if how&unitMask >= uint64(len(units)) || how >= timeKinds {
		return errStep
	}
	if how&asInBase != 0 {
		base = d.base
	}
	unit := uint64(units[how&unitMask])
	for i := range d.out.times {
		n, size := binary.Varint(d.steps)
		if size <= 0 {
			return errStep
		}
		d.steps = d.steps[size:]
		d.out.times[i] = d.out.expectedTime(i, base, d.base.firstTime()) + uint64(n)*unit
	}
	if len(d.steps) > 0 || len(d.texts) > 0 || d.cut {
		return errStep
	}
	return nil
}
