package faults

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/value"
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

// EnvoyFlags notes Envoy's response flags, a comma-separated list; "-" is none. Several
// count once.
func EnvoyFlags(f *Facts, key string, v pcommon.Value) {
	flags := value.Scalar(v)
	if flags == "" || flags == "-" {
		return
	}
	for i := range envoyFaults {
		for flag := range strings.SplitSeq(flags, ",") {
			for _, known := range envoyFaults[i].flags {
				if strings.TrimSpace(flag) == known {
					f.consider(envoyFaults[i].fault, key, flags)
					return
				}
			}
		}
	}
}
