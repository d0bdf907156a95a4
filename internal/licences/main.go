// Command licences writes the licences and notices of the modules that are linked into
// programs, as their licences ask of those who pass the programs on:
//
//	go run ./internal/licences -o dist/licenses/THIRD-PARTY.txt cmd/otelcol-plano cmd/planotrace
//
// It fails when a module has no licence.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	output := flag.String("o", "", "file to write")
	platforms := flag.String("platforms", "linux/amd64,linux/arm64,darwin/arm64", "what the programs are built for, GOOS/GOARCH")
	flag.Parse()
	if *output == "" || flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), flag.Args(), strings.Split(*platforms, ","), *output); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, programs, platforms []string, output string) error {
	modules, err := linked(ctx, programs, platforms)
	if err != nil {
		return err
	}
	document, err := write(modules)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(output), 0o755); err != nil {
		return err
	}
	return os.WriteFile(output, document, 0o644)
}
