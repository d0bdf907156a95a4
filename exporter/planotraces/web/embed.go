// Package web is the page of the local store, built from the TypeScript sources beside it into dist.
package web

import (
	"embed"
	"io/fs"
)

//go:embed dist
var dist embed.FS

// Files returns what the page is made of, index.html at the top. Every path that it lacks is a view of the page, which
// index.html shows.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist // can't be: "dist" is a valid path
	}
	return files
}
