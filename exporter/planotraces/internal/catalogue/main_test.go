package catalogue

import (
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if stocks != "" && os.RemoveAll(filepath.Dir(stocks)) != nil {
			code = 1
		}
		os.Exit(code)
	}))
}

// stocks is the file of the benchmarks, once it is made.
var stocks string
