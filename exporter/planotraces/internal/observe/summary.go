package observe

import (
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// maxContributions is how many reasons of a score are told; planosignals knows fewer.
const maxContributions = 32

// nothingStandsOut is what a summary says first where nothing moved the score but the length.
const nothingStandsOut = "nothing stands out"

// Contributions takes a signals.summary apart: "Poor (34): complained 3 times (-17), rate limited (-5), long: 45 messages (-10)".
// The reason is the first part, what moved the score most, empty where nothing stands out. A text of another form has no parts.
func Contributions(summary string) (reason string, parts []traceapi.Contribution) {
	_, rest, found := strings.Cut(summary, "): ")
	if !found {
		return "", nil
	}
	rest, dull := strings.CutPrefix(rest, nothingStandsOut)
	if dull {
		rest = strings.TrimPrefix(rest, ", ")
	}
	for rest != "" && len(parts) < maxContributions {
		var part traceapi.Contribution
		if part, rest, found = cutContribution(rest); !found {
			break
		}
		parts = append(parts, part)
	}
	if len(parts) > 0 && !dull {
		reason = parts[0].Text
	}
	return reason, parts
}

// cutContribution cuts "complained 3 times (-17)" off the beginning of a line, and the comma behind it.
func cutContribution(line string) (part traceapi.Contribution, rest string, found bool) {
	for from := 0; ; {
		open := strings.Index(line[from:], " (")
		if open < 0 {
			return part, "", false
		}
		open += from
		end := strings.IndexByte(line[open:], ')')
		if end < 0 {
			return part, "", false
		}
		end += open
		points, err := strconv.ParseFloat(line[open+len(" ("):end], 64)
		if rest = line[end+1:]; err == nil && (rest == "" || strings.HasPrefix(rest, ", ")) {
			return traceapi.Contribution{Text: line[:open], Points: points}, strings.TrimPrefix(rest, ", "), true
		}
		from = end
	}
}
