package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set by the build of a release: -ldflags "-X main.version=v1.2.3".
var version string

// buildVersion returns the release, or else the revision that Go wrote into the binary, and how it was built.
func buildVersion() string {
	name := version
	if name == "" {
		name = "(unknown)"
		if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
			name = info.Main.Version
		}
	}
	return fmt.Sprintf("%s (%s %s/%s)", name, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
