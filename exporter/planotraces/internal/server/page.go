package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// page serves files, and index.html for the paths of its views.
type page struct {
	files fs.FS
}

func (p page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		writeError(w, http.StatusMethodNotAllowed, "the page is only read")
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if path.Ext(name) == "" {
		name = "index.html"
	}
	content, err := fs.ReadFile(p.files, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid):
		writeError(w, http.StatusNotFound, "no such file")
		return
	case err != nil:
		writeError(w, http.StatusInternalServerError, "the file could not be read")
		return
	}
	header := w.Header()
	hash := sha256.Sum256(content)
	version := hex.EncodeToString(hash[:])
	header.Set("Content-Type", contentType(name))
	header.Set("Etag", `"`+version+`"`)
	header.Set("Cache-Control", "no-cache")
	if v := r.URL.Query().Get("v"); len(v) >= shortestVersion && strings.HasPrefix(version, v) {
		header.Set("Cache-Control", "private, max-age=31536000, immutable")
	}
	if packed, err := fs.ReadFile(p.files, name+".gz"); err == nil && acceptsGzip(r) {
		header.Set("Content-Encoding", "gzip")
		header.Set("Vary", "Accept-Encoding")
		header.Set("Etag", `"`+version+`-gzip"`)
		content = packed
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// shortestVersion is how many digits of a file's hash its address must have, as v=, to be kept for ever.
const shortestVersion = 8

func acceptsGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		if strings.TrimSpace(coding) == "gzip" {
			return true
		}
	}
	return false
}

// contentType asks no table of the operating system.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".json", ".map":
		return "application/json"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}
