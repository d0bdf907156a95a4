// Package phrases finds phrases: it compiles the lexicon, lines that a person can read and edit, into one automaton
// over word numbers, so that a text is searched for all phrases of all languages at once. It knows of signals
// only what it is told: a table of kinds.
package phrases
