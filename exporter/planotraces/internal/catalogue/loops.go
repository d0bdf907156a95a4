package catalogue

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// minRounds is how many calls make a loop.
const minRounds = 2

// loops returns the groups of calls that went round in circles, each once.
func (c *conversation) loops(found []located) (loops []traceapi.Loop) {
	for i := range found {
		leaf, err := signals.ParseLeaf(found[i].Leaf)
		if err != nil || leaf.Category() != signals.Loops {
			continue
		}
		m := c.metadata(&found[i])
		slices.Sort(m.Calls)
		calls := slices.Compact(m.Calls)
		if len(calls) < minRounds {
			continue
		}
		l := traceapi.Loop{Signal: found[i].Leaf, Tool: m.Tool, Rounds: len(calls), Calls: calls}
		l.Messages = [2]int{calls[0], c.roundEnd(calls[len(calls)-1])}
		if !slices.ContainsFunc(loops, func(other traceapi.Loop) bool { return other.Signal == l.Signal && other.Messages == l.Messages }) {
			c.spend(&l)
			loops = append(loops, l)
		}
	}
	return loops
}

// roundEnd returns where the round of a call ends: behind its result.
func (c *conversation) roundEnd(place int) int {
	for place++; place < len(c.places) && !isAnswer(c.hashAt(place)); place++ {
	}
	return place
}

func (c *conversation) hashAt(place int) uint64 { return c.tree.nodes[c.places[place]].hash }

// spend sums up what the rounds took but the first one: the calls of models that hold these messages first.
func (c *conversation) spend(l *traceapi.Loop) {
	from, to := int32(l.Calls[1]), int32(l.Messages[1])
	var start, end int64
	for _, call := range c.ordered {
		for _, s := range call.segments {
			last := s.place + s.to - s.from - 1
			if last < from || s.place >= to {
				continue
			}
			if start == 0 {
				start = call.start
			}
			end = max(end, call.end)
			l.Tokens += call.Tokens.Input + call.Tokens.Output
			l.USD += call.Cost
			break
		}
	}
	l.DurationNS = end - start
}
