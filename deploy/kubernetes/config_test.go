package kubernetes

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"

	"github.com/otelcol-plano/otelcol-plano/deploy/internal/layers"
)

// TestCopiesOfConfigurations compares what lies below the kustomization roots with the
// repository's own. Files that only exist here are named kubernetes-*.yaml.
func TestCopiesOfConfigurations(t *testing.T) {
	var copies int
	require.NoError(t, filepath.WalkDir(".", func(path string, entry os.DirEntry, err error) error {
		if err != nil || filepath.Base(filepath.Dir(path)) != "config" || strings.HasPrefix(entry.Name(), "kubernetes-") {
			return err
		}
		copies++
		original := filepath.Join("..", "..", "config", entry.Name())
		if entry.Name() == "otelcol-config.yaml" {
			original = filepath.Join("..", "..", entry.Name())
		}
		want, err := os.ReadFile(original)
		require.NoError(t, err)
		got, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.True(t, bytes.Equal(want, got), "%s differs from %s: run 'make manifests'", path, original)
		return nil
	}))
	assert.Equal(t, 8, copies)
}

// TestCollectorsReadWhatIsMounted follows each --config into the ConfigMap it is mounted
// from, and merges the files as the collector will.
func TestCollectorsReadWhatIsMounted(t *testing.T) {
	exporters := map[string]string{
		"jaeger": "otlp/jaeger", "xray": "awsxray", "datadog": "datadog", "langtrace": "otlphttp/langtrace", "production": "otlp",
	}
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			agent := mergedConfig(t, built, built.agent.Spec.Template.Spec)
			assert.Equal(t, []any{"loadbalancing"}, at(t, agent, "service", "pipelines", "traces", "exporters"))
			resolver := at(t, agent, "exporters", "loadbalancing", "resolver").(map[string]any)
			assert.Nil(t, resolver["dns"])
			assert.Equal(t, "${requiredenv:PLANO_GATEWAYS}", at(t, agent, "exporters", "loadbalancing", "resolver", "k8s", "service"))

			gateway := mergedConfig(t, built, built.gateway.Spec.Template.Spec)
			sending := "traces"
			if name == "xray" {
				sending = "traces/xray"
			}
			assert.Equal(t, []any{exporters[name]}, at(t, gateway, "service", "pipelines", sending, "exporters"))
			if name != "xray" { // awsxray has no queue.
				assert.Equal(t, "journal_storage", at(t, gateway, "exporters", exporters[name], "sending_queue", "storage"))
			}
			assert.Contains(t, at(t, gateway, "service", "extensions"), "journal_storage")

			for _, config := range []map[string]any{agent, gateway} {
				for endpoint, path := range map[string][]string{
					"[${env:POD_IP}]:13133": {"extensions", "health_check", "endpoint"},
					"[${env:POD_IP}]:4317":  {"receivers", "otlp", "protocols", "grpc", "endpoint"},
					"[${env:POD_IP}]:4318":  {"receivers", "otlp", "protocols", "http", "endpoint"},
				} {
					assert.Equal(t, endpoint, at(t, config, path...))
				}
				processors := at(t, config, "service", "pipelines", "traces", "processors").([]any)
				assert.Equal(t, "memory_limiter", processors[0])
			}
		})
	}
}

// TestAgentsAddOnlyKubernetesAttributes holds the restated list of processors to
// agent.yaml's.
func TestAgentsAddOnlyKubernetesAttributes(t *testing.T) {
	built := build(t, "overlays/production")
	merged := mergedConfig(t, built, built.agent.Spec.Template.Spec)
	plain, err := layers.MergeFiles("../../otelcol-config.yaml", "../../config/agent.yaml")
	require.NoError(t, err)
	var kept []any
	for _, processor := range at(t, merged, "service", "pipelines", "traces", "processors").([]any) {
		if processor != "k8sattributes" {
			kept = append(kept, processor)
		}
	}
	assert.Equal(t, at(t, plain, "service", "pipelines", "traces", "processors"), kept)
}

// TestAgentsQueue: in memory, where a pod's end empties it into a gateway; on disk where
// the disk outlives the pod.
func TestAgentsQueue(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			config := mergedConfig(t, built, built.agent.Spec.Template.Spec)
			storage := at(t, config, "exporters", "loadbalancing", "sending_queue").(map[string]any)["storage"]
			extensions := at(t, config, "service", "extensions")
			if name == "production" {
				assert.Equal(t, "journal_storage", storage)
				assert.Contains(t, extensions, "journal_storage")
				return
			}
			assert.Nil(t, storage)
			assert.NotContains(t, extensions, "journal_storage")
		})
	}
}

func TestSettingsAndSecretsReachTheGateways(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			sources := built.gateway.Spec.Template.Spec.Containers[0].EnvFrom
			require.Len(t, sources, 2)
			settings, ok := built.configMaps[sources[0].ConfigMapRef.Name]
			require.True(t, ok, "the generated name is referred to")
			assert.Equal(t, "/var/lib/otelcol-plano", settings.Data["PLANO_STORAGE"])
			assert.Equal(t, "otelcol-plano-environment", sources[1].SecretRef.Name)
			for key := range settings.Data {
				assert.NotContains(t, key, "KEY", "a secret in a ConfigMap")
			}
		})
	}
}

func mergedConfig(t *testing.T, built objects, pod corev1.PodSpec) map[string]any {
	t.Helper()
	const folder = "/etc/otelcol-plano"
	assert.Contains(t, pod.Containers[0].VolumeMounts, corev1.VolumeMount{Name: "config", MountPath: folder, ReadOnly: true})
	var files map[string]string
	for _, volume := range pod.Volumes {
		if volume.Name == "config" {
			files = built.configMaps[volume.ConfigMap.Name].Data
		}
	}
	var texts [][]byte
	for _, arg := range pod.Containers[0].Args {
		if path, ok := strings.CutPrefix(arg, "--config="+folder+"/"); ok {
			require.Contains(t, files, path)
			texts = append(texts, []byte(files[path]))
		}
	}
	require.Len(t, texts, len(files), "a file that nothing reads")
	merged, err := layers.Merge(texts...)
	require.NoError(t, err)
	return merged
}

func at(t *testing.T, config map[string]any, path ...string) any {
	t.Helper()
	var value any = config
	for _, key := range path {
		inner, ok := value.(map[string]any)
		require.True(t, ok, "%v: no map at %s", path, key)
		require.Contains(t, inner, key, "%v", path)
		value = inner[key]
	}
	return value
}
