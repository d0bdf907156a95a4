// Package harness starts programs on loopback, the built collector and Jaeger among
// them, sends them spans, reads what they expose and takes what they export. The
// end-to-end tests and the benchmark of the pipeline share it.
package harness
