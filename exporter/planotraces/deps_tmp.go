package planotraces

import (
	_ "github.com/charmbracelet/bubbletea"
	_ "github.com/charmbracelet/huh"
	_ "github.com/charmbracelet/lipgloss"
	_ "github.com/getkin/kin-openapi/openapi3filter"
	_ "github.com/klauspost/compress/zstd"
	_ "github.com/klauspost/compress/flate"
	_ "github.com/modelcontextprotocol/go-sdk/mcp"
	_ "zombiezen.com/go/sqlite"
	_ "zombiezen.com/go/sqlite/sqlitex"
	_ "zombiezen.com/go/sqlite/sqlitemigration"
)
