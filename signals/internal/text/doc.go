// Package text reads text: it takes one pass over the bytes of a message, because that pass is most of what an
// analysis costs. On the way it folds case and accents, splits words and numbers them, marks the ends of
// sentences and clauses, quotations and questions, skips code and markup, and collects the character
// trigrams that tell a repetition.
package text
