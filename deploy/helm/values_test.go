// Package helm holds values for the upstream chart of the collector; its tests hold them
// to the manifests, so that both ways of installing run the same pods.
package helm

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	strict "sigs.k8s.io/yaml"
)

// values are the chart's settings that these files use.
type values struct {
	Mode             string `json:"mode"`
	FullnameOverride string `json:"fullnameOverride"`
	Image            struct {
		Repository string `json:"repository"`
		Tag        string `json:"tag"`
	} `json:"image"`
	Command struct {
		Name      string   `json:"name"`
		ExtraArgs []string `json:"extraArgs"`
	} `json:"command"`
	ConfigMap struct {
		Create bool `json:"create"`
	} `json:"configMap"`
	ExtraVolumes      []corev1.Volume        `json:"extraVolumes"`
	ExtraVolumeMounts []corev1.VolumeMount   `json:"extraVolumeMounts"`
	ExtraEnvs         []corev1.EnvVar        `json:"extraEnvs"`
	ExtraEnvsFrom     []corev1.EnvFromSource `json:"extraEnvsFrom"`
	ClusterRole       struct {
		Create bool                `json:"create"`
		Rules  []rbacv1.PolicyRule `json:"rules"`
	} `json:"clusterRole"`
	Ports map[string]struct {
		Enabled       bool   `json:"enabled"`
		ContainerPort int32  `json:"containerPort"`
		ServicePort   int32  `json:"servicePort"`
		HostPort      int32  `json:"hostPort"`
		Protocol      string `json:"protocol"`
	} `json:"ports"`
	LivenessProbe      corev1.Probe                `json:"livenessProbe"`
	ReadinessProbe     corev1.Probe                `json:"readinessProbe"`
	LifecycleHooks     *corev1.Lifecycle           `json:"lifecycleHooks"`
	PodSecurityContext corev1.PodSecurityContext   `json:"podSecurityContext"`
	SecurityContext    corev1.SecurityContext      `json:"securityContext"`
	UseGOMEMLIMIT      bool                        `json:"useGOMEMLIMIT"`
	Resources          corev1.ResourceRequirements `json:"resources"`
	Tolerations        []corev1.Toleration         `json:"tolerations"`
	Rollout            struct {
		Strategy      string                         `json:"strategy"`
		RollingUpdate *appsv1.RollingUpdateDaemonSet `json:"rollingUpdate"`
	} `json:"rollout"`
	StatefulSet struct {
		PodManagementPolicy                  appsv1.PodManagementPolicyType `json:"podManagementPolicy"`
		VolumeClaimTemplates                 []corev1.PersistentVolumeClaim `json:"volumeClaimTemplates"`
		PersistentVolumeClaimRetentionPolicy struct {
			Enabled     bool                                            `json:"enabled"`
			WhenDeleted appsv1.PersistentVolumeClaimRetentionPolicyType `json:"whenDeleted"`
			WhenScaled  appsv1.PersistentVolumeClaimRetentionPolicyType `json:"whenScaled"`
		} `json:"persistentVolumeClaimRetentionPolicy"`
	} `json:"statefulset"`
	Autoscaling struct {
		Enabled                        bool  `json:"enabled"`
		MinReplicas                    int32 `json:"minReplicas"`
		MaxReplicas                    int32 `json:"maxReplicas"`
		TargetCPUUtilizationPercentage int32 `json:"targetCPUUtilizationPercentage"`
	} `json:"autoscaling"`
	PodDisruptionBudget struct {
		Enabled        bool  `json:"enabled"`
		MaxUnavailable int32 `json:"maxUnavailable"`
	} `json:"podDisruptionBudget"`
}

func TestAgentIsThatOfTheManifests(t *testing.T) {
	var manifest appsv1.DaemonSet
	readFirst(t, "../kubernetes/base/agent/daemonset.yaml", &manifest)
	chart := readValues(t, "agent.yaml")
	assert.Equal(t, "daemonset", chart.Mode)
	assertSamePod(t, chart, manifest.Spec.Template.Spec)
	assert.Equal(t, manifest.Spec.Template.Spec.Tolerations, chart.Tolerations)
	assert.Equal(t, manifest.Spec.UpdateStrategy.RollingUpdate, chart.Rollout.RollingUpdate)
	assert.EqualValues(t, 4317, chart.Ports["otlp"].HostPort)
	assert.EqualValues(t, 4318, chart.Ports["otlp-http"].HostPort)
	for _, rule := range chart.ClusterRole.Rules {
		assert.Equal(t, []string{"get", "list", "watch"}, rule.Verbs)
	}
}

func TestGatewayIsThatOfTheManifests(t *testing.T) {
	var manifest appsv1.StatefulSet
	readFirst(t, "../kubernetes/base/gateway/statefulset.yaml", &manifest)
	chart := readValues(t, "gateway.yaml")
	assert.Equal(t, "statefulset", chart.Mode)
	assertSamePod(t, chart, manifest.Spec.Template.Spec)
	assert.Equal(t, manifest.Spec.VolumeClaimTemplates, chart.StatefulSet.VolumeClaimTemplates)
	assert.Equal(t, manifest.Name, chart.FullnameOverride, "the agents look for it")
	assert.True(t, chart.Autoscaling.Enabled)
	assert.True(t, chart.PodDisruptionBudget.Enabled)
	assert.EqualValues(t, 1, chart.PodDisruptionBudget.MaxUnavailable)
	// The chart leaves a pod 30 seconds.
	assert.LessOrEqual(t, chart.LifecycleHooks.PreStop.Sleep.Seconds, int64(10))
}

func assertSamePod(t *testing.T, chart values, pod corev1.PodSpec) {
	t.Helper()
	container := pod.Containers[0]
	assert.Equal(t, "ghcr.io/otelcol-plano/otelcol-plano", chart.Image.Repository)
	assert.Equal(t, "otelcol-plano", chart.Command.Name)
	assert.False(t, chart.ConfigMap.Create)
	assert.Equal(t, container.Args, chart.Command.ExtraArgs)
	assert.ElementsMatch(t, container.VolumeMounts, chart.ExtraVolumeMounts)
	assert.Equal(t, pod.Volumes, chart.ExtraVolumes)
	assert.Equal(t, container.Resources, chart.Resources)
	assert.True(t, chart.UseGOMEMLIMIT)
	wanted := slices.DeleteFunc(container.Env, func(v corev1.EnvVar) bool { return v.Name == "GOMEMLIMIT" })
	assert.Equal(t, wanted, chart.ExtraEnvs)
	assert.Equal(t, 13133, chart.LivenessProbe.HTTPGet.Port.IntValue())
	assert.Equal(t, 13133, chart.ReadinessProbe.HTTPGet.Port.IntValue())

	pod.SecurityContext.FSGroupChangePolicy = nil
	assert.Equal(t, *pod.SecurityContext, chart.PodSecurityContext)
	assert.Equal(t, *container.SecurityContext, chart.SecurityContext)
	for _, unused := range []string{"jaeger-compact", "jaeger-thrift", "jaeger-grpc", "zipkin"} {
		assert.False(t, chart.Ports[unused].Enabled, unused)
		assert.Contains(t, chart.Ports, unused, "the chart opens it by default")
	}
}

func readValues(t *testing.T, path string) values {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var read values
	require.NoError(t, strict.UnmarshalStrict(text, &read))
	return read
}

// readFirst reads the first document of a file.
func readFirst(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096).Decode(into))
}
