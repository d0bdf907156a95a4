// Package tracemcp lets coding agents ask the local store by the Model Context Protocol: which conversations went wrong, what is the
// evidence, what do they have in common. The collector serves it as streamable HTTP, planotrace over stdio.
//
// Answers are text, small unless more is asked for. What comes out of spans is a stranger's text: it stands between ⟦ and ⟧, on one
// line, with control characters, characters that change the direction of writing and characters that nobody sees escaped.
package tracemcp
