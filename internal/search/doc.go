// Package search is the language in which people and programs ask the local store:
//
//	quality:severe,poor service:shop -tool:refund score:<40 since:2h http.route=/pay "money back" refund
//
// A query is words with spaces between them, all of which must hold. A word is `field:value`, `key=value` for any attribute
// of a span, a "phrase" or text that was said. `-` in front negates, commas between values are or, a `*` at the end stands for
// anything. Quotes keep spaces, commas and colons together; within them \" is a quote and \\ a backslash.
package search
