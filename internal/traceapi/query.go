package traceapi

// Orders of lists.
const (
	OrderWorst  = "worst"
	OrderNewest = "newest"
)

// Query says which of a list are wanted. The zero value is all, in the order of the list, one page of the default size.
type Query struct {
	// Search is in the language that package search describes: "quality:severe service:shop \"money back\"".
	Search string
	// From and To bound the time of the last span in nanoseconds, From inclusive, To exclusive; 0 is no bound.
	From, To int64
	// Order is OrderWorst or OrderNewest; empty is the list's own (conversations: worst, traces: newest).
	Order string
	// Limit is how many at most; 0 is 50, more than MaxLimit is MaxLimit.
	Limit int
	// Cursor is NextCursor of the page before.
	Cursor string
}

// Sizes of a page.
const (
	DefaultLimit = 50
	MaxLimit     = 1000
)

// Page is what all lists have.
type Page struct {
	// NextCursor asks for the page that follows; empty on the last one.
	NextCursor string `json:"next_cursor,omitempty"`
	// Partial is true where the time for the query was over before everything was looked at; the cursor goes on from there.
	Partial bool `json:"partial,omitempty"`
}
