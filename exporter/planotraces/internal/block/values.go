package block

import (
	"fmt"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// values are those of one column.
type values struct {
	*column
	numbers []uint64
	list    *textList
	texts   []string // of list, where many are wanted
}

func (p *picker) values(c *column) (*values, error) {
	v := &values{column: c}
	var err error
	if c.form == keptTexts || c.form == keptIndexed {
		if v.list, err = p.streams.texts(&c.texts); err != nil {
			return nil, err
		}
		if p.many() {
			v.texts = v.list.all()
		}
	}
	if c.form == keptTexts || c.form == keptNone {
		return v, nil
	}
	if v.numbers, err = p.streams.numbers(&c.numbers); err != nil {
		return nil, err
	}
	if c.form == keptIndexed {
		for _, index := range v.numbers {
			if index >= uint64(v.list.count()) {
				return nil, fmt.Errorf("%w: indices of %q", ErrDamaged, c.key)
			}
		}
	}
	return v, nil
}

func (v *values) text(i int) string {
	if v.form == keptIndexed {
		i = int(v.numbers[i])
	}
	if v.texts != nil {
		return v.texts[i]
	}
	return v.list.at(i)
}

func (v *values) set(a *model.Attribute, i int) {
	a.Key, a.Value.Type = v.key, v.kind
	switch v.form {
	case keptBits:
		a.Value.Bits = v.numbers[i]
	case keptDecimal:
		a.Value.Bits = fromDecimal(v.numbers[i], int(v.decimals))
	case keptTexts, keptIndexed:
		a.Value.Text = v.text(i)
	}
}
