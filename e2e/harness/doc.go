// Package harness starts programs on loopback, sends them spans and reads what
// they tell of themselves. The end-to-end tests share it.
package harness
