package kubernetes

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"sigs.k8s.io/yaml"
)

func TestPodsHaveNoPrivileges(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			for tier, pod := range built.pods() {
				require.NotNil(t, pod.SecurityContext, tier)
				assert.True(t, *pod.SecurityContext.RunAsNonRoot, tier)
				assert.EqualValues(t, 10001, *pod.SecurityContext.RunAsUser, tier)
				assert.EqualValues(t, 10001, *pod.SecurityContext.RunAsGroup, tier)
				assert.EqualValues(t, 10001, *pod.SecurityContext.FSGroup, tier)
				assert.Equal(t, corev1.SeccompProfileTypeRuntimeDefault, pod.SecurityContext.SeccompProfile.Type, tier)
				assert.False(t, pod.HostNetwork || pod.HostPID || pod.HostIPC, tier)

				require.Len(t, pod.Containers, 1, tier)
				own := pod.Containers[0].SecurityContext
				assert.Nil(t, own.RunAsUser, "%s: the pod's user counts", tier)
				assert.Nil(t, own.RunAsNonRoot, tier)
				assert.Empty(t, own.Capabilities.Add, tier)
				for _, container := range append(pod.InitContainers, pod.Containers...) {
					context := container.SecurityContext
					require.NotNil(t, context, container.Name)
					assert.Nil(t, context.Privileged, container.Name)
					assert.False(t, *context.AllowPrivilegeEscalation, container.Name)
					assert.True(t, *context.ReadOnlyRootFilesystem, container.Name)
					assert.Equal(t, []corev1.Capability{"ALL"}, context.Capabilities.Drop, container.Name)
				}
			}
		})
	}
}

// TestOnlyTheQueuesOwnerIsRoot holds the one exception: the init container that
// gives the node's directory to the collector.
func TestOnlyTheQueuesOwnerIsRoot(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, built.gateway.Spec.Template.Spec.InitContainers)
			pod := built.agent.Spec.Template.Spec
			if name != "production" {
				assert.Empty(t, pod.InitContainers)
				return
			}
			require.Len(t, pod.InitContainers, 1)
			own := pod.InitContainers[0]
			assert.Equal(t, []string{"chown", "10001:10001", "/var/lib/otelcol-plano"}, own.Command)
			assert.Equal(t, []corev1.Capability{"CHOWN"}, own.SecurityContext.Capabilities.Add)
			require.Len(t, own.VolumeMounts, 1)
			assert.Equal(t, "queue", own.VolumeMounts[0].Name)
		})
	}
}

func TestMemoryAndCPUAreBounded(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			for tier, pod := range built.pods() {
				for _, container := range append(pod.InitContainers, pod.Containers...) {
					for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
						request, limit := container.Resources.Requests[name], container.Resources.Limits[name]
						assert.Positive(t, request.Value(), "%s %s", container.Name, name)
						assert.GreaterOrEqual(t, limit.Value(), request.Value(), "%s %s", container.Name, name)
					}
				}
				limit := pod.Containers[0].Resources.Limits[corev1.ResourceMemory]
				goLimit := resource.MustParse(strings.TrimSuffix(variable(t, pod, "GOMEMLIMIT").Value, "B"))
				assert.Equal(t, limit.Value()*80/100, goLimit.Value(), "%s: GOMEMLIMIT is not 80 %% of the limit", tier)
			}
		})
	}
}

// TestMemoryLimiterRefusesBeforeTheCollectorOfGarbageStruggles holds the shipped limiter
// below GOMEMLIMIT's 80 %.
func TestMemoryLimiterRefusesBeforeTheCollectorOfGarbageStruggles(t *testing.T) {
	text, err := os.ReadFile("../../otelcol-config.yaml")
	require.NoError(t, err)
	var config struct {
		Processors struct {
			MemoryLimiter struct {
				LimitPercentage int `json:"limit_percentage"`
			} `json:"memory_limiter"`
		} `json:"processors"`
	}
	require.NoError(t, yaml.Unmarshal(text, &config))
	assert.Positive(t, config.Processors.MemoryLimiter.LimitPercentage)
	assert.Less(t, config.Processors.MemoryLimiter.LimitPercentage, 80)
}

func TestAgentsListenOnTheirNode(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			hostPorts := map[string][2]int32{}
			for _, port := range built.agent.Spec.Template.Spec.Containers[0].Ports {
				hostPorts[port.Name] = [2]int32{port.ContainerPort, port.HostPort}
			}
			assert.Equal(t, map[string][2]int32{
				"otlp-grpc": {4317, 4317},
				"otlp-http": {4318, 4318},
				"metrics":   {8888, 0},
				"health":    {13133, 0},
			}, hostPorts)
			for _, port := range built.gateway.Spec.Template.Spec.Containers[0].Ports {
				assert.Zero(t, port.HostPort)
			}
			assert.Equal(t, "status.podIP", variable(t, built.agent.Spec.Template.Spec, "POD_IP").ValueFrom.FieldRef.FieldPath)
			assert.Equal(t, "spec.nodeName", variable(t, built.agent.Spec.Template.Spec, "NODE_NAME").ValueFrom.FieldRef.FieldPath)
		})
	}
}

func TestProbesAskTheHealthExtension(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			for tier, pod := range built.pods() {
				for _, probe := range []*corev1.Probe{pod.Containers[0].LivenessProbe, pod.Containers[0].ReadinessProbe} {
					require.NotNil(t, probe, tier)
					assert.EqualValues(t, 13133, containerPort(t, pod, probe.HTTPGet.Port.StrVal), tier)
				}
			}
		})
	}
}

func TestImageIsOursAndPinned(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			for tier, pod := range built.pods() {
				assert.Regexp(t, `^ghcr\.io/otelcol-plano/otelcol-plano:\d+\.\d+\.\d+$`, pod.Containers[0].Image, tier)
			}
		})
	}
}

func variable(t *testing.T, pod corev1.PodSpec, name string) corev1.EnvVar {
	t.Helper()
	for _, variable := range pod.Containers[0].Env {
		if variable.Name == name {
			return variable
		}
	}
	require.Fail(t, "no variable "+name)
	return corev1.EnvVar{}
}

func containerPort(t *testing.T, pod corev1.PodSpec, name string) int32 {
	t.Helper()
	for _, port := range pod.Containers[0].Ports {
		if port.Name == name {
			return port.ContainerPort
		}
	}
	require.Fail(t, "no port "+name)
	return 0
}
