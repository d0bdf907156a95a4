package server

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var testPage = fstest.MapFS{
	"index.html":  {Data: []byte("<!doctype html><title>page</title>")},
	"app.js":      {Data: []byte("let a = 1")},
	"app.js.gz":   {Data: []byte("packed")},
	"favicon.svg": {Data: []byte("<svg/>")},
}

func TestPage(t *testing.T) {
	s := serve(t, fake(), Options{Page: testPage})
	for _, path := range []string{"/", "/conversations/00000000000000a1", "/traces/x/y", "/compare/a/b", "/index.html"} {
		r := s.get(path)
		assert.Equal(t, http.StatusOK, r.status, path)
		assert.Contains(t, r.body, "<title>page</title>", path)
		assert.Equal(t, "text/html; charset=utf-8", r.header.Get("Content-Type"))
		assert.Equal(t, "no-cache", r.header.Get("Cache-Control"))
	}
	for path, status := range map[string]int{
		"/missing.js": 404, "/../secret.txt": 307, "/%2e%2e/%2e%2e/etc/passwd.txt": 404, "/..%5c..%5csecret.txt": 404, "/a%00.js": 404,
	} {
		assert.Equal(t, status, s.get(path).status, path)
	}
	posted := s.send(http.MethodPost, "/", "", nil)
	assert.Equal(t, http.StatusMethodNotAllowed, posted.status)
	assert.Equal(t, "GET, HEAD", posted.header.Get("Allow"))
}

func TestFilesAreKeptByBrowsers(t *testing.T) {
	s := serve(t, fake(), Options{Page: testPage})
	plain := s.send(http.MethodGet, "/app.js", "", header("Accept-Encoding", "br"))
	assert.Equal(t, "let a = 1", plain.body)
	packed := s.send(http.MethodGet, "/app.js", "", header("Accept-Encoding", "br, gzip"))
	assert.Equal(t, "packed", packed.body)
	assert.Equal(t, "gzip", packed.header.Get("Content-Encoding"))
	assert.NotEqual(t, plain.header.Get("Etag"), packed.header.Get("Etag"))

	require.NotEmpty(t, plain.header.Get("Etag"))
	again := s.send(http.MethodGet, "/app.js", "", header("Accept-Encoding", "br", "If-None-Match", plain.header.Get("Etag")))
	assert.Equal(t, http.StatusNotModified, again.status)

	hash := sha256.Sum256(testPage["app.js"].Data)
	version := hex.EncodeToString(hash[:])
	assert.Contains(t, s.get("/app.js?v="+version[:12]).header.Get("Cache-Control"), "immutable")
	assert.Equal(t, "no-cache", s.get("/app.js?v=000000000000").header.Get("Cache-Control"))
	assert.Equal(t, "no-cache", s.get("/app.js?v="+version[:1]).header.Get("Cache-Control"))
}
