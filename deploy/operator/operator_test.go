// Package operator holds the resources for the OpenTelemetry Operator; its tests hold
// them to the operator's own schema and to the repository's configurations.
package operator

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/open-telemetry/opentelemetry-operator/pkg/constants" // Keeps the module, whose schema is read below.
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/resource"
	"sigs.k8s.io/yaml"

	"github.com/otelcol-plano/otelcol-plano/deploy/internal/layers"
)

var update = flag.Bool("update", false, "write spec.config anew")

var tiers = []string{"agent", "gateway"}

func TestResourcesFitTheOperatorsSchema(t *testing.T) {
	schema := operatorSchema(t)
	for _, tier := range tiers {
		require.NoError(t, schema.Validate(readResource(t, tier)), tier)
	}
	unknown := readResource(t, "agent")
	unknown["spec"].(map[string]any)["imagee"] = "x"
	assert.ErrorContains(t, schema.Validate(unknown), "imagee", "the schema accepts what the operator does not know")
}

func TestConfigIsTheRepositorys(t *testing.T) {
	for _, tier := range tiers {
		want, err := layers.MergeFiles("../../otelcol-config.yaml", "../../config/"+tier+".yaml",
			"../kubernetes/base/"+tier+"/config/kubernetes-"+tier+".yaml")
		require.NoError(t, err)
		withoutNulls(want)
		if *update {
			writeConfig(t, tier, want)
		}
		text, err := yaml.Marshal(want)
		require.NoError(t, err)
		got, err := yaml.Marshal(readResource(t, tier)["spec"].(map[string]any)["config"])
		require.NoError(t, err)
		assert.Equal(t, string(text), string(got), "run 'make manifests'")
	}
}

func TestPodsHaveNoPrivileges(t *testing.T) {
	for _, tier := range tiers {
		spec := readResource(t, tier)["spec"].(map[string]any)
		assert.Equal(t, map[string]any{
			"runAsNonRoot": true, "runAsUser": 10001.0, "runAsGroup": 10001.0, "fsGroup": 10001.0,
			"seccompProfile": map[string]any{"type": "RuntimeDefault"},
		}, spec["podSecurityContext"], tier)
		assert.Equal(t, map[string]any{
			"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
			"capabilities": map[string]any{"drop": []any{"ALL"}},
		}, spec["securityContext"], tier)
	}
}

func TestGoMemoryLimitIsFourFifths(t *testing.T) {
	for _, tier := range tiers {
		spec := readResource(t, tier)["spec"].(map[string]any)
		limits := spec["resources"].(map[string]any)["limits"].(map[string]any)
		limit := resource.MustParse(limits["memory"].(string))
		var goLimit string
		for _, variable := range spec["env"].([]any) {
			if variable := variable.(map[string]any); variable["name"] == "GOMEMLIMIT" {
				goLimit = variable["value"].(string)
			}
		}
		parsed := resource.MustParse(strings.TrimSuffix(goLimit, "B"))
		assert.Equal(t, limit.Value()*80/100, parsed.Value(), tier)
	}
}

// withoutNulls leaves out what a later file unset: kubectl would take it for a deletion.
func withoutNulls(config map[string]any) {
	for key, value := range config {
		switch value := value.(type) {
		case nil:
			delete(config, key)
		case map[string]any:
			withoutNulls(value)
		}
	}
}

func readResource(t *testing.T, tier string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(tier + ".yaml")
	require.NoError(t, err)
	var read map[string]any
	require.NoError(t, yaml.UnmarshalStrict(text, &read), tier)
	return read
}

// writeConfig replaces what follows "config:", the last key of the file.
func writeConfig(t *testing.T, tier string, config map[string]any) {
	t.Helper()
	text, err := os.ReadFile(tier + ".yaml")
	require.NoError(t, err)
	const key = "\n  config:\n"
	head, _, found := bytes.Cut(text, []byte(key))
	require.True(t, found)
	body, err := yaml.Marshal(config)
	require.NoError(t, err)
	var out bytes.Buffer
	out.Write(head)
	out.WriteString(key)
	for line := range strings.Lines(string(body)) {
		out.WriteString("    " + line)
	}
	require.NoError(t, os.WriteFile(tier+".yaml", out.Bytes(), 0o600))
}

// operatorSchema is the v1beta1 schema of the operator's CRD, which refuses what it does
// not list.
func operatorSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	const module = "github.com/open-telemetry/opentelemetry-operator"
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "config/crd/bases/opentelemetry.io_opentelemetrycollectors.yaml"))
	require.NoError(t, err)
	var definition struct {
		Spec struct {
			Versions []struct {
				Name   string `json:"name"`
				Schema struct {
					OpenAPIV3Schema map[string]any `json:"openAPIV3Schema"`
				} `json:"schema"`
			} `json:"versions"`
		} `json:"spec"`
	}
	require.NoError(t, yaml.Unmarshal(text, &definition))
	for _, version := range definition.Spec.Versions {
		if version.Name != "v1beta1" {
			continue
		}
		root := version.Schema.OpenAPIV3Schema
		forbidUnlisted(root)
		// The API server knows metadata itself.
		root["properties"].(map[string]any)["metadata"] = map[string]any{"type": "object"}
		compiler := jsonschema.NewCompiler()
		require.NoError(t, compiler.AddResource("crd.json", plain(t, root)))
		schema, err := compiler.Compile("crd.json")
		require.NoError(t, err)
		return schema
	}
	require.Fail(t, "no v1beta1 in the operator's CRD")
	return nil
}

// forbidUnlisted makes a structural schema strict: the API server drops fields that are
// not listed, unless the schema says that they are preserved.
func forbidUnlisted(schema map[string]any) {
	if properties, ok := schema["properties"].(map[string]any); ok && schema["x-kubernetes-preserve-unknown-fields"] != true {
		schema["additionalProperties"] = false
		for _, property := range properties {
			forbidUnlisted(property.(map[string]any))
		}
	}
	if items, ok := schema["items"].(map[string]any); ok {
		forbidUnlisted(items)
	}
	if values, ok := schema["additionalProperties"].(map[string]any); ok {
		forbidUnlisted(values)
	}
}

// plain is the value as encoding/json reads it, which is what jsonschema compiles.
func plain(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	return read
}
