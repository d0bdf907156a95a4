package conversation

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

// known is what the dialects of the table say.
var known = newKnowledge(dialects)

// knowledge is what dialects together know of attributes, events and spans.
type knowledge struct {
	dialects   []*dialect
	attributes *lookup[attributeMeaning]
	events     *lookup[eventMeaning]
	names      *lookup[nameMeaning]
	services   *lookup[struct{}]
	readable   dialectSet
	// toProve are the dialects that count only on spans that prove them.
	toProve dialectSet
}

// dialectSet is a set of dialects, a bit for each by its place in the table.
type dialectSet uint64

// maxDialects is how many fit into a set.
const maxDialects = 64

// attributeMeaning is what is known of an attribute.
type attributeMeaning struct {
	mark    bool
	answers bool
	// held are the dialects of whose messages it holds some.
	held dialectSet
	// proves are the dialects that only spans with such an attribute are written in.
	proves  dialectSet
	content *content
	kinds   []kindMeaning
	facts   []func(*Facts, pcommon.Value)
	faults  []faults.Note
	// own is what the conventions mean by the attribute; noName where it is not theirs.
	own  otelName
	told []told
}

// kindMeaning is the kind that a value of an attribute tells. Of several the lowest rank counts.
type kindMeaning struct {
	value string
	kind  spankind.Kind
	rank  kindRank
}

type kindRank uint8

const (
	// rankAnyValue is that of attributes that tell a kind by being there.
	rankAnyValue kindRank = maxDialects
	rankUnknown  kindRank = maxDialects + 1
)

type eventMeaning struct {
	held    dialectSet
	answers bool
	facts   map[string]fact
}

type nameMeaning struct {
	kind     spankind.Kind
	fallback bool
}

func newKnowledge(dialects []*dialect) *knowledge {
	k := &knowledge{dialects: dialects}
	var attributes []declaration[attributeMeaning]
	var events []declaration[eventMeaning]
	var names []declaration[nameMeaning]
	var services []declaration[struct{}]
	attribute := func(pattern string, add func(*attributeMeaning)) {
		attributes = append(attributes, declaration[attributeMeaning]{pattern, add})
	}
	for key, note := range faults.Attributes {
		attribute(key, func(m *attributeMeaning) { m.faults = append(m.faults, note) })
	}
	for name, c := range conventionOf {
		if c.key != "" {
			attribute(c.key, func(m *attributeMeaning) { m.own = otelName(name) })
		}
	}
	for i, d := range dialects {
		set := dialectSet(1) << i
		if d.read != nil {
			k.readable |= set
		}
		for _, service := range d.services {
			services = append(services, declaration[struct{}]{service, func(*struct{}) {}})
		}
		if d.only != "" {
			k.toProve |= set
			attribute(d.only, func(m *attributeMeaning) { m.proves |= set })
		}
		d.declareAttributes(set, kindRank(i), attribute)
		for _, e := range d.events {
			events = append(events, declaration[eventMeaning]{e.name, func(m *eventMeaning) {
				if e.holds != aside {
					m.held |= set
				}
				m.answers = m.answers || e.holds == answer
				m.facts = d.eventFacts[e.name]
			}})
		}
		for _, n := range d.names {
			names = append(names, declaration[nameMeaning]{n.name, func(m *nameMeaning) { *m = nameMeaning{n.kind, n.fallback} }})
		}
	}
	k.attributes, k.events = newLookup(attributes), newLookup(events)
	k.names, k.services = newLookup(names), newLookup(services)
	return k
}

// declareAttributes passes on what a dialect knows of attributes.
func (d *dialect) declareAttributes(set dialectSet, rank kindRank, attribute func(pattern string, add func(*attributeMeaning))) {
	for _, key := range d.marks {
		attribute(key, func(m *attributeMeaning) { m.mark = true })
	}
	for i := range d.content {
		c := &d.content[i]
		attribute(c.key, func(m *attributeMeaning) {
			m.content = c
			if c.holds != aside {
				m.held |= set
			}
			m.answers = m.answers || c.holds == answer
		})
	}
	for key, kinds := range d.kinds {
		attribute(key, func(m *attributeMeaning) { m.addKinds(kinds, rank) })
	}
	for key, fact := range d.facts {
		attribute(key, func(m *attributeMeaning) { m.addFact(fact, set) })
	}
	for _, s := range d.sessions {
		attribute(s.key, func(m *attributeMeaning) { m.told = append(m.told, conversationIn(s, set)) })
	}
	for key, note := range d.faults {
		attribute(key, func(m *attributeMeaning) { m.faults = append(m.faults, note) })
	}
}

// addFact notes a fact that dialects tell. It ranks behind the dialects before them, and behind its own fields.
func (m *attributeMeaning) addFact(fact fact, by dialectSet) {
	if fact.note != nil {
		m.facts = append(m.facts, fact.note)
	}
	rank := 2*bits.TrailingZeros64(uint64(by)) + 1
	if fact.isFallback {
		rank += 2 * maxDialects
	}
	m.told = append(m.told, told{fact: fact, by: by, rank: rank})
}

// conversationIn is what the id of a session tells; that of a conversation counts first.
func conversationIn(s sessionKey, by dialectSet) told {
	rank := s.order
	if s.scope == ofSession {
		rank += maxSessionOrder
	}
	return told{fact: says(conversationID), by: by, rank: rank, isSession: true}
}

// maxSessionOrder is above the order of all keys of sessions.
const maxSessionOrder = 1 << 10

// tellsKind tells whether some values of the attribute name a kind.
func (m *attributeMeaning) tellsKind() bool {
	return slices.ContainsFunc(m.kinds, func(k kindMeaning) bool { return k.rank < rankAnyValue })
}

func (m *attributeMeaning) addKinds(kinds map[string]spankind.Kind, rank kindRank) {
	for value, kind := range kinds {
		if value == anyValue {
			m.kinds = append(m.kinds, kindMeaning{value, kind, rankAnyValue})
		} else {
			m.kinds = append(m.kinds, kindMeaning{value, kind, rank})
		}
	}
	slices.SortStableFunc(m.kinds, func(a, b kindMeaning) int { return int(a.rank) - int(b.rank) })
}

// kindOf returns the best kind that a value tells; rank is rankUnknown where it tells none.
func (m *attributeMeaning) kindOf(value pcommon.Value) (kind spankind.Kind, rank kindRank) {
	text := ""
	switch value.Type() {
	case pcommon.ValueTypeStr:
		text = strings.Trim(value.Str(), `"`) // MLflow writes JSON
	case pcommon.ValueTypeBool:
		text = strconv.FormatBool(value.Bool())
	}
	for i := range m.kinds {
		k := &m.kinds[i]
		if k.rank == rankAnyValue || len(k.value) == len(text) && strings.EqualFold(k.value, text) {
			return k.kind, k.rank
		}
	}
	return spankind.Other, rankUnknown
}

// KindOf returns the kind of spans that have an attribute with this value, spankind.Other where it
// tells none.
func KindOf(key string, value pcommon.Value) spankind.Kind {
	m := known.attributes.find(key)
	if m == nil {
		return spankind.Other
	}
	kind, rank := m.kindOf(value)
	if rank >= rankAnyValue {
		return spankind.Other
	}
	return kind
}
