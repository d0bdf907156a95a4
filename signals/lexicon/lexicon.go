// Package lexicon holds the built-in phrases, a folder a language, "tool" for tool results. They are compiled
// by the analyzer; the format is described in the README of package signals.
package lexicon

import "embed"

// Files are the folders and files as they stand beside this source.
//
//go:embed */*.txt */context/*.txt
var Files embed.FS
