// Package environments starts the built collector with each of the files in
// config/, as a user would, and checks what reaches the backend.
package environments

import (
	"testing"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }
