// Package detect holds the detectors of signals, one a file, because each is an idea of its own that is judged by
// itself. A detector is told what it needs (a text that was read, the phrases found, what came before) and
// says what it found; which leaf of the taxonomy that is, its caller knows.
package detect
