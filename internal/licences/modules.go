package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// own is the path of this project's modules: LICENSE holds for them.
const own = "github.com/otelcol-plano/otelcol-plano"

// standard is the path of Go's standard library, as a module.
const standard = "std"

// module is what a program links: packages of one module in one version.
type module struct {
	path, version string
	// dir is the module's root, packages the folders of those packages that are linked.
	dir      string
	packages map[string]struct{}
}

// source is the address that leads to the module's source code.
func (m *module) source() string {
	if m.path == standard {
		return "https://go.dev/dl/" + m.version + ".src.tar.gz"
	}
	return "https://pkg.go.dev/" + m.path + "@" + m.version
}

// linked returns the modules behind the programs, which are folders of main packages, on any
// of the platforms, by path. The standard library is one of them.
func linked(ctx context.Context, programs, platforms []string) ([]*module, error) {
	modules := map[string]*module{}
	for _, program := range programs {
		for _, platform := range platforms {
			if err := link(ctx, modules, program, platform); err != nil {
				return nil, fmt.Errorf("%s for %s: %w", program, platform, err)
			}
		}
	}
	sorted := make([]*module, 0, len(modules))
	for _, m := range modules {
		sorted = append(sorted, m)
	}
	slices.SortFunc(sorted, func(a, b *module) int {
		return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.version, b.version))
	})
	return sorted, nil
}

// link adds what one program links on one platform.
func link(ctx context.Context, modules map[string]*module, program, platform string) error {
	goos, goarch, ok := strings.Cut(platform, "/")
	if !ok {
		return errors.New("a platform is GOOS/GOARCH")
	}
	list := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Dir,Root,Standard,Module", ".")
	list.Dir = program
	list.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	var out, problem bytes.Buffer
	list.Stdout, list.Stderr = &out, &problem
	if err := list.Run(); err != nil {
		return fmt.Errorf("go list: %w: %s", err, strings.TrimSpace(problem.String()))
	}
	for packages := json.NewDecoder(&out); ; {
		var p listed
		if err := packages.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		p.add(modules)
	}
}

// listed is what go list says of a package.
type listed struct {
	Dir      string
	Root     string
	Standard bool
	Module   *struct {
		Path, Version, Dir string
		Replace            *struct{ Path, Version, Dir string }
	}
}

func (p *listed) add(modules map[string]*module) {
	var m module
	switch {
	case p.Standard:
		m = module{path: standard, version: runtime.Version(), dir: p.Root}
	case p.Module.Path == own || strings.HasPrefix(p.Module.Path, own+"/"):
		return
	case p.Module.Replace != nil:
		m = module{path: p.Module.Replace.Path, version: p.Module.Replace.Version, dir: p.Module.Replace.Dir}
	default:
		m = module{path: p.Module.Path, version: p.Module.Version, dir: p.Module.Dir}
	}
	key := m.path + "@" + m.version
	if modules[key] == nil {
		m.packages = map[string]struct{}{}
		modules[key] = &m
	}
	modules[key].packages[p.Dir] = struct{}{}
}
