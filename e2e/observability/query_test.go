package observability

import (
	"fmt"
	"slices"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// problemsOf returns what a PromQL query asks for that no exposed series has: a selector
// that matches none of them, or a label to group by that they do not have. shown are
// labels that a legend or an annotation shows of the query's result.
func problemsOf(query string, series []labels.Labels, shown []string) []string {
	expr, err := parser.ParseExpr(query)
	if err != nil {
		return []string{fmt.Sprintf("%s: %v", query, err)}
	}
	var found []string
	var keys []string
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		switch n := node.(type) {
		case *parser.VectorSelector:
			if len(selected(n.LabelMatchers, series)) == 0 {
				found = append(found, fmt.Sprintf("%s matches nothing that is exposed", n))
				return nil
			}
			has := labelsOf(n.Name, series)
			keys = append(keys, has...)
			for _, matcher := range n.LabelMatchers {
				if !slices.Contains(has, matcher.Name) {
					found = append(found, fmt.Sprintf("%s: no label %s", n, matcher.Name))
				}
			}
		case *parser.AggregateExpr:
			for _, label := range n.Grouping {
				if !slices.Contains(keysBelow(n, series), label) {
					found = append(found, fmt.Sprintf("%s: no label %s to group by", n, label))
				}
			}
		}
		return nil
	})
	kept := resultLabels(expr, keys)
	for _, label := range shown {
		if !slices.Contains(kept, label) {
			found = append(found, fmt.Sprintf("%s: shows label %s, which its result lacks", query, label))
		}
	}
	return found
}

func selected(matchers []*labels.Matcher, series []labels.Labels) []labels.Labels {
	var matching []labels.Labels
	for _, of := range series {
		if !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool { return !m.Matches(of.Get(m.Name)) }) {
			matching = append(matching, of)
		}
	}
	return matching
}

// labelsOf are the names of the labels that any of a metric's series has; an empty
// label is none to Prometheus.
func labelsOf(metric string, series []labels.Labels) []string {
	var names []string
	for _, of := range series {
		if of.Get(model.MetricNameLabel) == metric {
			of.Range(func(l labels.Label) { names = append(names, l.Name) })
		}
	}
	return names
}

// keysBelow are the labels that the metrics of all selectors below a node have.
func keysBelow(node parser.Node, series []labels.Labels) []string {
	var common []string
	first := true
	parser.Inspect(node, func(node parser.Node, _ []parser.Node) error {
		selector, ok := node.(*parser.VectorSelector)
		if !ok {
			return nil
		}
		keys := labelsOf(selector.Name, series)
		if first {
			common, first = keys, false
		} else {
			common = slices.DeleteFunc(common, func(key string) bool { return !slices.Contains(keys, key) })
		}
		return nil
	})
	return common
}

// resultLabels are the labels that a query's result keeps: those of its aggregation
// nearest to the result, else all of its series.
func resultLabels(expr parser.Expr, keys []string) []string {
	switch e := expr.(type) {
	case *parser.AggregateExpr:
		if e.Op == parser.TOPK || e.Op == parser.BOTTOMK {
			return resultLabels(e.Expr, keys)
		}
		return e.Grouping
	case *parser.BinaryExpr:
		if _, number := e.LHS.(*parser.NumberLiteral); number {
			return resultLabels(e.RHS, keys)
		}
		return resultLabels(e.LHS, keys)
	case *parser.ParenExpr:
		return resultLabels(e.Expr, keys)
	case *parser.Call:
		if len(e.Args) > 0 {
			return resultLabels(e.Args[0], keys)
		}
	}
	return keys
}
