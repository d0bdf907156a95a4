// Package kubernetes holds the manifests; its tests build every overlay and read what
// comes out with the Kubernetes API's own types, strictly.
package kubernetes

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// objects is what an overlay creates. Each field holds the only object of its kind and
// tier, or all of them by name.
type objects struct {
	agent          appsv1.DaemonSet
	gateway        appsv1.StatefulSet
	service        corev1.Service
	autoscaler     autoscalingv2.HorizontalPodAutoscaler
	budget         policyv1.PodDisruptionBudget
	namespace      corev1.Namespace
	clusterRole    rbacv1.ClusterRole
	clusterBinding rbacv1.ClusterRoleBinding
	role           rbacv1.Role
	roleBinding    rbacv1.RoleBinding
	accounts       map[string]corev1.ServiceAccount
	policies       map[string]networkingv1.NetworkPolicy
	configMaps     map[string]corev1.ConfigMap
}

// overlays is what `kubectl kustomize` prints for each, by name.
func overlays(t *testing.T) map[string]objects {
	t.Helper()
	dirs, err := filepath.Glob("overlays/*")
	require.NoError(t, err)
	require.Len(t, dirs, 5)
	all := make(map[string]objects, len(dirs))
	for _, dir := range dirs {
		all[filepath.Base(dir)] = build(t, dir)
	}
	return all
}

func build(t *testing.T, dir string) objects {
	t.Helper()
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	require.NoError(t, err)
	built := objects{
		accounts:   map[string]corev1.ServiceAccount{},
		policies:   map[string]networkingv1.NetworkPolicy{},
		configMaps: map[string]corev1.ConfigMap{},
	}
	single := map[string]any{
		"apps/v1/DaemonSet":                               &built.agent,
		"apps/v1/StatefulSet":                             &built.gateway,
		"v1/Service":                                      &built.service,
		"v1/Namespace":                                    &built.namespace,
		"autoscaling/v2/HorizontalPodAutoscaler":          &built.autoscaler,
		"policy/v1/PodDisruptionBudget":                   &built.budget,
		"rbac.authorization.k8s.io/v1/ClusterRole":        &built.clusterRole,
		"rbac.authorization.k8s.io/v1/ClusterRoleBinding": &built.clusterBinding,
		"rbac.authorization.k8s.io/v1/Role":               &built.role,
		"rbac.authorization.k8s.io/v1/RoleBinding":        &built.roleBinding,
	}
	seen := map[string]bool{}
	for _, resource := range resources.Resources() {
		text, err := resource.AsYAML()
		require.NoError(t, err)
		kind := resource.GetApiVersion() + "/" + resource.GetKind()
		switch kind {
		case "v1/ServiceAccount":
			decodeInto(t, text, built.accounts, resource.GetName())
		case "networking.k8s.io/v1/NetworkPolicy":
			decodeInto(t, text, built.policies, resource.GetName())
		case "v1/ConfigMap":
			decodeInto(t, text, built.configMaps, resource.GetName())
		default:
			require.Contains(t, single, kind, "a kind that no test looks at")
			require.False(t, seen[kind], "a second %s", kind)
			require.NoError(t, yaml.UnmarshalStrict(text, single[kind]), "%s %s", kind, resource.GetName())
			seen[kind] = true
		}
		if kind != "v1/Namespace" && resource.GetKind() != "ClusterRole" && resource.GetKind() != "ClusterRoleBinding" {
			require.Equal(t, "otelcol-plano", resource.GetNamespace(), "%s %s", kind, resource.GetName())
		}
	}
	require.Len(t, seen, len(single))
	return built
}

func decodeInto[T any](t *testing.T, text []byte, all map[string]T, name string) {
	t.Helper()
	var object T
	require.NoError(t, yaml.UnmarshalStrict(text, &object), name)
	all[name] = object
}

// pods are both tiers' templates.
func (o objects) pods() map[string]corev1.PodSpec {
	return map[string]corev1.PodSpec{
		"agent":   o.agent.Spec.Template.Spec,
		"gateway": o.gateway.Spec.Template.Spec,
	}
}
