package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
)

// TestQueuesFitTheirDisk: an exporter has two queues of queue_size bytes, one of batches,
// one of spans that are too large for them; a third of the disk is the files' own.
func TestQueuesFitTheirDisk(t *testing.T) {
	exporters := map[string]string{
		"jaeger": "otlp/jaeger", "datadog": "datadog", "langtrace": "otlphttp/langtrace", "production": "otlp",
	}
	for name, built := range overlays(t) {
		exporter, ok := exporters[name]
		if !ok { // awsxray has no queue.
			continue
		}
		t.Run(name, func(t *testing.T) {
			queue := at(t, mergedConfig(t, built, built.gateway.Spec.Template.Spec), "exporters", exporter, "sending_queue").(map[string]any)
			assert.Equal(t, "bytes", queue["sizer"])
			disk := built.gateway.Spec.VolumeClaimTemplates[0].Spec.Resources.Requests[corev1.ResourceStorage]
			assert.LessOrEqual(t, 2*queue["queue_size"].(float64), float64(disk.Value())*2/3)
			assert.GreaterOrEqual(t, queue["queue_size"].(float64), 1e9)
		})
	}
}

// TestAgentsQueueFitsItsPlace: four times its bytes are what spans take up in memory.
func TestAgentsQueueFitsItsPlace(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			pod := built.agent.Spec.Template.Spec
			queue := at(t, mergedConfig(t, built, pod), "exporters", "loadbalancing", "sending_queue").(map[string]any)
			assert.Equal(t, "bytes", queue["sizer"])
			if queue["storage"] != nil {
				assert.GreaterOrEqual(t, queue["queue_size"].(float64), 1e9)
				return
			}
			memory := pod.Containers[0].Resources.Limits[corev1.ResourceMemory]
			assert.Less(t, 4*queue["queue_size"].(float64), float64(memory.Value())/2)
		})
	}
}

// peaks is how many times a request's size the memory of a collector grows to, measured
// with requests of empty spans, two bytes each, one after the other.
var peaks = map[string]float64{"agent": 155, "gateway": 240}

func TestMemoryHoldsTheWorstRequest(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			for tier, pod := range built.pods() {
				protocols := at(t, mergedConfig(t, built, pod), "receivers", "otlp", "protocols").(map[string]any)
				limit := protocols["grpc"].(map[string]any)["max_recv_msg_size_mib"].(float64) * (1 << 20)
				require.EqualValues(t, int64(limit), protocols["http"].(map[string]any)["max_request_body_size"], tier)
				memory := pod.Containers[0].Resources.Limits[corev1.ResourceMemory]
				assert.Greater(t, float64(memory.Value()), peaks[tier]*limit, tier)
			}
		})
	}
}
