package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
)

// TestAgentsReadPodsAndTheGatewaysAddresses lists every right there is: what k8sattributes
// needs in the cluster, what the k8s resolver needs in the namespace.
func TestAgentsReadPodsAndTheGatewaysAddresses(t *testing.T) {
	read := []string{"get", "list", "watch"}
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: read}}, built.clusterRole.Rules)
			assert.Equal(t, []rbacv1.PolicyRule{
				{APIGroups: []string{"discovery.k8s.io"}, Resources: []string{"endpointslices"}, Verbs: read},
			}, built.role.Rules)

			agent := []rbacv1.Subject{{Kind: "ServiceAccount", Name: "otelcol-plano-agent", Namespace: "otelcol-plano"}}
			assert.Equal(t, agent, built.clusterBinding.Subjects)
			assert.Equal(t, agent, built.roleBinding.Subjects)
			clusterRole := rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "ClusterRole", Name: built.clusterRole.Name}
			assert.Equal(t, clusterRole, built.clusterBinding.RoleRef)
			assert.Equal(t, rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "Role", Name: built.role.Name}, built.roleBinding.RoleRef)
		})
	}
}

func TestGatewaysDoNotTalkToTheAPIServer(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			require.Len(t, built.accounts, 2)
			pod := built.gateway.Spec.Template.Spec
			account, ok := built.accounts[pod.ServiceAccountName]
			require.True(t, ok)
			assert.False(t, *account.AutomountServiceAccountToken)
			assert.False(t, *pod.AutomountServiceAccountToken)
			assert.Contains(t, built.accounts, built.agent.Spec.Template.Spec.ServiceAccountName)
		})
	}
}

func TestNetworkPoliciesCoverBothTiers(t *testing.T) {
	for name, built := range overlays(t) {
		t.Run(name, func(t *testing.T) {
			require.Len(t, built.policies, 2)
			agent, gateway := built.policies["otelcol-plano-agent"], built.policies["otelcol-plano-gateway"]
			both := []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}
			assert.Equal(t, both, agent.Spec.PolicyTypes)
			assert.Equal(t, both, gateway.Spec.PolicyTypes)
			assert.Equal(t, *built.agent.Spec.Selector, agent.Spec.PodSelector)
			assert.Equal(t, *built.gateway.Spec.Selector, gateway.Spec.PodSelector)

			// Only agents reach the gateways' receiver, and agents reach it.
			for _, rule := range gateway.Spec.Ingress {
				require.NotEmpty(t, rule.From)
				for _, port := range rule.Ports {
					if port.Port.StrVal == "otlp-grpc" {
						assert.Equal(t, []networkingv1.NetworkPolicyPeer{{PodSelector: &agent.Spec.PodSelector}}, rule.From)
					}
				}
			}
			assert.Equal(t, []networkingv1.NetworkPolicyPeer{{PodSelector: &gateway.Spec.PodSelector}}, agent.Spec.Egress[0].To)
			assert.Equal(t, 4317, agent.Spec.Egress[0].Ports[0].Port.IntValue())

			// DNS and the overlay's backend, nothing without an address and a port.
			require.GreaterOrEqual(t, len(gateway.Spec.Egress), 2, name)
			for _, rule := range gateway.Spec.Egress {
				assert.NotEmpty(t, rule.To, name)
				assert.NotEmpty(t, rule.Ports, name)
			}
		})
	}
}
