package signals

import (
	"sync"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/detect"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/toolresult"
)

// Analyzer computes the signals of conversations. It is made once, is read-only
// afterwards and serves all goroutines.
type Analyzer struct {
	config Config
	// conversation finds the phrases of users and agents, tools those of tool results.
	conversation, tools *phrases.Set
	off                 [LeafCount]bool
	workers             sync.Pool
	states              sync.Pool
}

// worker is the memory that reading one message takes.
type worker struct {
	finder *phrases.Finder
	judge  *toolresult.Judge
	turn   detect.Turn
}

// New compiles an analyzer; an error names the setting that can't be used.
func New(config Config) (*Analyzer, error) {
	if err := config.validateNumbers(); err != nil {
		return nil, err
	}
	conversation, tools, err := config.Lexicon.compile()
	if err != nil {
		return nil, err
	}
	a := &Analyzer{config: config, conversation: conversation, tools: tools}
	if a.off, err = config.Lexicon.leavesOff(); err != nil {
		return nil, err
	}
	a.workers.New = func() any {
		return &worker{
			finder: phrases.NewFinder(conversation),
			judge:  toolresult.NewJudge(tools, LeafCount, &resultTaxonomy),
		}
	}
	a.states.New = func() any { return a.NewState() }
	return a, nil
}

// Analyze reports on a whole conversation and on the evidence of its spans.
func (a *Analyzer) Analyze(messages []Message, evidence ...Evidence) Report {
	s := a.states.Get().(*State)
	defer a.states.Put(s)
	s.Reset()
	s.AddAll(messages)
	return s.Report(evidence...)
}

func (a *Analyzer) worker() *worker { return a.workers.Get().(*worker) }
