package conversation

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// envoyFaults are Envoy's response flags (the RESPONSE_FLAGS of its access log), the
// most specific first.
var envoyFaults = []struct {
	fault Fault
	flags []string
}{
	{Fault{Leaf: signals.RateLimit, Failed: true, rank: rankNamed}, []string{"RL", "RLSE"}},
	{Fault{Leaf: signals.Timeout, Failed: true, rank: rankNamed}, []string{"UT", "SI", "DT"}},
	{Fault{Leaf: signals.Network, Failed: true, rank: rankNamed}, []string{"UF", "UC", "LR", "UR"}},
	{Fault{Leaf: signals.APIError, Failed: true, rank: rankStatus}, []string{"UH", "UO", "NR", "URX"}},
}

// envoyFlags reads a comma-separated list of flags; "-" is none. Several count
// once.
func (t *faultFacts) envoyFlags(key, flags string) {
	if flags == "" || flags == "-" {
		return
	}
	for i := range envoyFaults {
		for flag := range strings.SplitSeq(flags, ",") {
			for _, known := range envoyFaults[i].flags {
				if strings.TrimSpace(flag) == known {
					t.consider(envoyFaults[i].fault, key, flags)
					return
				}
			}
		}
	}
}
