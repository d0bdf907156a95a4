// Package catalogue finds the conversations in spans, and answers questions about them: it implements [spanstore.Hook] on the
// same file.
//
// A conversation is what has the same id of a conversation, else of a session, else the same trace. Of each span that tells of
// one there is a row, a call; no message's text is kept but in the index of words, messages are told apart by hashes. From
// the calls of a conversation follow its transcript (which call held which message first, see tree), its verdict and its
// findings; all of it is computed again from the calls that are there whenever one comes or goes, so the order in which spans come does
// not matter. What lists filter and sort by is in memory as well.
package catalogue
