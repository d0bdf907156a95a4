// Package localstore tests the built collector with the default configuration, which keeps what it gets and shows it: its API, its tools
// for coding agents and the command line.
package localstore
