package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/processortime"
	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/jsonl"
)

// outcome is a trajectory's score and what became of its task.
type outcome struct {
	benchmark string
	solved    bool
	score     float64
	flagged   bool
	report    signals.Report
}

type trajectory struct {
	jsonl.Conversation
	Source  string
	Reward  float64
	Quality string
	Reader  string
}

func readTrajectories(file string) ([]trajectory, error) {
	var all []trajectory
	err := eachLine(file, func(line []byte) error {
		c, err := jsonl.Parse(line)
		if err != nil {
			return err
		}
		t := trajectory{Conversation: c}
		if err := json.Unmarshal(line, &struct {
			Source  *string  `json:"source"`
			Reward  *float64 `json:"reward"`
			Quality *string  `json:"quality"`
			Reader  *string  `json:"reader"`
		}{&t.Source, &t.Reward, &t.Quality, &t.Reader}); err != nil {
			return err
		}
		all = append(all, t)
		return nil
	})
	return all, err
}

func evalTrajectories(a *signals.Analyzer, file string, verbose bool) error {
	trajectories, err := readTrajectories(file)
	if err != nil {
		return err
	}
	var outcomes []outcome
	for _, t := range trajectories {
		r := a.Analyze(t.Messages)
		benchmark := "tau2-bench"
		if strings.HasPrefix(t.Source, "tau-bench") {
			benchmark = "tau-bench airline"
		}
		o := outcome{benchmark, t.Reward >= 1, r.QualityScore, flagged(&r), r}
		outcomes = append(outcomes, o)
		if verbose {
			fmt.Printf("%s reward %.2f %s\n", t.ID, t.Reward, r.Summary)
		}
	}
	for _, benchmark := range []string{"tau-bench airline", "tau2-bench"} {
		var part []outcome
		for _, o := range outcomes {
			if o.benchmark == benchmark {
				part = append(part, o)
			}
		}
		printOutcomes(benchmark, part)
	}
	printOutcomes("all", outcomes)
	printQualities(outcomes)
	if err := compareReference(strings.TrimSuffix(file, ".jsonl")+".reference.jsonl", trajectories, outcomes); err != nil {
		return err
	}
	printSpeed(a, trajectories)
	return nil
}

// flagged is the rule of the default flag.
func flagged(r *signals.Report) bool {
	return r.Quality <= signals.Poor || r.EscalationRequested()
}

func printOutcomes(name string, outcomes []outcome) {
	if len(outcomes) == 0 {
		return
	}
	var flagged, failedFlagged, failedRest int
	for _, o := range outcomes {
		switch {
		case o.flagged && !o.solved:
			flagged++
			failedFlagged++
		case o.flagged:
			flagged++
		case !o.solved:
			failedRest++
		}
	}
	rateFlagged, rateRest := ratio(failedFlagged, flagged), ratio(failedRest, len(outcomes)-flagged)
	fmt.Printf("%-18s %4d: AUC of the score for the outcome %.3f; flagged %.1f %%, fail %.2f of flagged, %.2f of the rest, %.2f times\n",
		name, len(outcomes), auc(outcomes), 100*ratio(flagged, len(outcomes)), rateFlagged, rateRest, rateFlagged/rateRest)
}

// auc is the probability that a solved task scores above one that is not, ties counting half.
func auc(outcomes []outcome) float64 {
	sorted := slices.Clone(outcomes)
	slices.SortFunc(sorted, func(a, b outcome) int { return cmp.Compare(a.score, b.score) })
	var won, below, solved, unsolved float64
	for i := 0; i < len(sorted); {
		j := i
		var s, u float64
		for ; j < len(sorted) && sorted[j].score == sorted[i].score; j++ {
			if sorted[j].solved {
				s++
			} else {
				u++
			}
		}
		won += s * (below + u/2)
		below += u
		solved, unsolved = solved+s, unsolved+u
		i = j
	}
	return won / (solved * unsolved)
}

func printQualities(outcomes []outcome) {
	var n, solved [signals.Excellent + 1]int
	var leaves [signals.LeafCount]int
	for i := range outcomes {
		r := &outcomes[i].report
		n[r.Quality]++
		if outcomes[i].solved {
			solved[r.Quality]++
		}
		for j := range r.Instances {
			leaves[r.Instances[j].Leaf]++
		}
	}
	for q := range n {
		fmt.Printf("  %-10s %4d, solved %.2f\n", signals.Quality(q), n[q], ratio(solved[q], n[q]))
	}
	for leaf, count := range leaves {
		if count > 0 {
			fmt.Printf("  %-46s %5d instances\n", signals.Leaf(leaf), count)
		}
	}
}

type reference struct {
	ID      string         `json:"id"`
	Quality string         `json:"quality"`
	Signals map[string]int `json:"signals"`
}

// compareReference prints how often both find a leaf in the same trajectories.
func compareReference(file string, trajectories []trajectory, outcomes []outcome) error {
	byID := make(map[string]reference)
	err := eachLine(file, func(line []byte) error {
		var r reference
		err := json.Unmarshal(line, &r)
		byID[r.ID] = r
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var both, own, theirs [signals.LeafCount]int
	sameQuality, n := 0, 0
	var theirOutcomes [3][]outcome
	for i := range trajectories {
		ref, ok := byID[trajectories[i].ID]
		if !ok {
			continue
		}
		n++
		r := &outcomes[i].report
		if strings.EqualFold(ref.Quality, r.Quality.String()) {
			sameQuality++
		}
		o := outcomes[i]
		o.score = float64(slices.Index([]string{"severe", "poor", "neutral", "good", "excellent"}, strings.ToLower(ref.Quality)))
		part := 1
		if o.benchmark == "tau-bench airline" {
			part = 0
		}
		theirOutcomes[part] = append(theirOutcomes[part], o)
		for leaf := range both {
			ours := r.CountLeaf(signals.Leaf(leaf)) > 0
			their := ref.Signals[signals.Leaf(leaf).String()] > 0
			switch {
			case ours && their:
				both[leaf]++
			case ours:
				own[leaf]++
			case their:
				theirs[leaf]++
			}
		}
	}
	fmt.Printf("  reference run: same quality in %.2f of %d; AUC of its quality %.3f (tau-bench airline), %.3f (tau2-bench)\n",
		ratio(sameQuality, n), n, auc(theirOutcomes[0]), auc(theirOutcomes[1]))
	for leaf := range both {
		if both[leaf]+own[leaf]+theirs[leaf] > 0 {
			fmt.Printf("  %-46s trajectories: both %4d, only here %4d, only the reference %4d\n",
				signals.Leaf(leaf), both[leaf], own[leaf], theirs[leaf])
		}
	}
	return nil
}

// printSpeed measures the analysis alone, on one core.
func printSpeed(a *signals.Analyzer, trajectories []trajectory) {
	bytes := 0
	for _, t := range trajectories {
		for i := range t.Messages {
			bytes += len(t.Messages[i].Text) + len(t.Messages[i].Arguments)
		}
	}
	const rounds = 10
	times := make([]time.Duration, 0, len(trajectories))
	before := processortime.Used()
	for round := range rounds {
		for _, t := range trajectories {
			start := time.Now()
			a.Analyze(t.Messages)
			if round == rounds-1 {
				times = append(times, time.Since(start))
			}
		}
	}
	total := processortime.Used() - before
	slices.Sort(times)
	fmt.Printf("  speed: %.0f MB of text a second of processor time; a conversation takes %v (median), %v (99th percentile)\n",
		float64(bytes*rounds)/1e6/total.Seconds(), times[len(times)/2], times[len(times)*99/100])
}

func evalConversations(a *signals.Analyzer, file string, verbose bool) error {
	conversations, err := readTrajectories(file)
	if err != nil {
		return err
	}
	names := []string{"bad", "neutral", "good"}
	var confusion [2][3][5]int
	for _, c := range conversations {
		r := a.Analyze(c.Messages)
		label := slices.Index(names, c.Quality)
		if label < 0 {
			return fmt.Errorf("%s: unknown quality %q", c.ID, c.Quality)
		}
		sure := 0
		if c.Reader == c.Quality {
			sure = 1
		}
		confusion[sure][label][r.Quality]++
		if verbose {
			fmt.Printf("%s %s reader %s: %s\n", c.ID, c.Quality, c.Reader, r.Summary)
		}
	}
	for sure, name := range []string{"reader disagrees or none", "reader agrees"} {
		fmt.Printf("%-26s Severe Poor Neutral Good Excellent\n", name)
		for label := range names {
			row := confusion[sure][label]
			fmt.Printf("  %-24s %6d %4d %7d %4d %9d\n", names[label], row[0], row[1], row[2], row[3], row[4])
		}
	}
	return nil
}
