package localstore

import (
	"testing"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }
