package catalogue

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// minRounds is how many calls make a loop.
const minRounds = 2

// loops returns the groups of calls that went round in circles, each once. What they took is not told.
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
