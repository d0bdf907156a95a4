package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// TestGatewaysDrainBeforeTheyStop: agents forget a gateway while it still receives, then
// it has time for the traces under decision.
func TestGatewaysDrainBeforeTheyStop(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			pod := built.gateway.Spec.Template.Spec
			sleep := pod.Containers[0].Lifecycle.PreStop.Sleep
			require.NotNil(t, sleep)
			assert.GreaterOrEqual(t, sleep.Seconds, int64(10))
			assert.GreaterOrEqual(t, *pod.TerminationGracePeriodSeconds-sleep.Seconds, int64(60))
			assert.Equal(t, appsv1.RollingUpdateStatefulSetStrategyType, built.gateway.Spec.UpdateStrategy.Type)
			assert.Positive(t, built.gateway.Spec.MinReadySeconds)

			assert.GreaterOrEqual(t, *built.agent.Spec.Template.Spec.TerminationGracePeriodSeconds, int64(60))
			assert.Equal(t, 1, built.agent.Spec.UpdateStrategy.RollingUpdate.MaxUnavailable.IntValue())
		})
	}
}

func TestGatewaysQueueSurvivesThePod(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			require.Len(t, built.gateway.Spec.VolumeClaimTemplates, 1)
			claim := built.gateway.Spec.VolumeClaimTemplates[0]
			assert.Equal(t, []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce}, claim.Spec.AccessModes)
			mounts := built.gateway.Spec.Template.Spec.Containers[0].VolumeMounts
			assert.Contains(t, mounts, corev1.VolumeMount{Name: claim.Name, MountPath: "/var/lib/otelcol-plano"})
			retention := built.gateway.Spec.PersistentVolumeClaimRetentionPolicy
			assert.Equal(t, appsv1.RetainPersistentVolumeClaimRetentionPolicyType, retention.WhenScaled)
			assert.Equal(t, appsv1.RetainPersistentVolumeClaimRetentionPolicyType, retention.WhenDeleted)
		})
	}
}

func TestAgentsQueueIsOnTheNodesDiskInProduction(t *testing.T) {
	built := build(t, "overlays/production")
	pod := built.agent.Spec.Template.Spec
	assert.Contains(t, pod.Containers[0].VolumeMounts, corev1.VolumeMount{Name: "queue", MountPath: "/var/lib/otelcol-plano"})
	var paths []string
	for _, volume := range pod.Volumes {
		if volume.HostPath != nil {
			paths = append(paths, volume.HostPath.Path)
		}
	}
	assert.Equal(t, []string{"/var/lib/otelcol-plano"}, paths)
}

func TestGatewaysScaleAndStayAvailable(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			target := built.autoscaler.Spec.ScaleTargetRef
			assert.Equal(t, []string{"apps/v1", "StatefulSet", built.gateway.Name}, []string{target.APIVersion, target.Kind, target.Name})
			assert.Nil(t, built.gateway.Spec.Replicas, "would undo the autoscaler with every apply")
			assert.GreaterOrEqual(t, *built.autoscaler.Spec.MinReplicas, int32(2))
			assert.Greater(t, built.autoscaler.Spec.MaxReplicas, *built.autoscaler.Spec.MinReplicas)
			require.Len(t, built.autoscaler.Spec.Metrics, 1)
			assert.Equal(t, corev1.ResourceCPU, built.autoscaler.Spec.Metrics[0].Resource.Name)

			assert.Equal(t, 1, built.budget.Spec.MaxUnavailable.IntValue())
			assert.Equal(t, built.gateway.Spec.Selector, built.budget.Spec.Selector)
		})
	}
}

func TestAgentsFindGatewaysBehindAHeadlessService(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, corev1.ClusterIPNone, built.service.Spec.ClusterIP)
			assert.Equal(t, built.gateway.Spec.Selector.MatchLabels, built.service.Spec.Selector)
			assert.Equal(t, built.service.Name, built.gateway.Spec.ServiceName)
			require.Len(t, built.service.Spec.Ports, 1)
			port := built.service.Spec.Ports[0]
			assert.EqualValues(t, 4317, port.Port)
			assert.EqualValues(t, 4317, containerPort(t, built.gateway.Spec.Template.Spec, port.TargetPort.StrVal))
			assert.Equal(t, built.service.Name+".$(POD_NAMESPACE)", variable(t, built.agent.Spec.Template.Spec, "PLANO_GATEWAYS").Value)

			for tier, labels := range map[string][2]map[string]string{
				"agent":   {built.agent.Spec.Selector.MatchLabels, built.agent.Spec.Template.Labels},
				"gateway": {built.gateway.Spec.Selector.MatchLabels, built.gateway.Spec.Template.Labels},
			} {
				assert.Equal(t, labels[0], labels[1], tier)
			}
		})
	}
}
