package spanstore

import (
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// application marks the file in its header: "PlnT".
const application = 0x506c6e54

// schema brings a file from each version to the next one. What was released is never changed.
var schema = []string{`
-- next holds the numbers that are given next, by name: those of what was dropped are not given again.
CREATE TABLE next (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

-- head holds the spans that are in no block yet, a row for each commit, by the seq of its first span.
CREATE TABLE head (id INTEGER PRIMARY KEY, spans INTEGER NOT NULL, data BLOB NOT NULL);

-- blocks holds sealed spans. live counts those whose trace is still there; newest and oldest bound the last of the traces that have
-- spans in it.
CREATE TABLE blocks (
	id INTEGER PRIMARY KEY,
	first_seq INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	spans INTEGER NOT NULL,
	live INTEGER NOT NULL,
	oldest INTEGER NOT NULL,
	newest INTEGER NOT NULL
);
CREATE TABLE block_data (id INTEGER PRIMARY KEY, span_ids BLOB NOT NULL, filter BLOB NOT NULL, data BLOB NOT NULL);

-- traces holds logical traces: trace_id is that of the span that gives the name, last the end of the last span, no later than it
-- came, arrived when that was. rank_start, rank_span and root are the start, the id and the lack of a parent of the span that gives
-- the name.
CREATE TABLE traces (
	id INTEGER PRIMARY KEY,
	trace_id BLOB NOT NULL,
	last INTEGER NOT NULL,
	start INTEGER NOT NULL,
	duration INTEGER NOT NULL,
	spans INTEGER NOT NULL,
	errors INTEGER NOT NULL,
	quality INTEGER NOT NULL,
	root INTEGER NOT NULL,
	rank_start INTEGER NOT NULL,
	rank_span INTEGER NOT NULL,
	members INTEGER NOT NULL,
	name TEXT NOT NULL,
	service TEXT NOT NULL,
	arrived INTEGER NOT NULL
);
CREATE INDEX traces_arrived ON traces (arrived);
CREATE INDEX traces_last ON traces (last);
CREATE INDEX traces_failed ON traces (last) WHERE errors > 0;
CREATE INDEX traces_judged ON traces (quality, last) WHERE quality > 0;

-- trace_ids says to which logical trace an id belongs; members lists the ids of those that have several.
CREATE TABLE trace_ids (trace_id BLOB PRIMARY KEY, trace INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE members (trace INTEGER NOT NULL, trace_id BLOB NOT NULL, PRIMARY KEY (trace, trace_id)) WITHOUT ROWID;

-- trace_blocks says in which blocks the live spans of a trace are, and how many.
CREATE TABLE trace_blocks (
	trace INTEGER NOT NULL,
	block INTEGER NOT NULL,
	spans INTEGER NOT NULL,
	PRIMARY KEY (trace, block)
) WITHOUT ROWID;

-- missing holds the parents that no span is known for, by trace.
CREATE TABLE missing (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, trace_id BLOB NOT NULL);

-- contents holds bulky attributes and events by the seq of the span: the difference to those of base, or of nothing where that is 0.
-- A chain begins with such a one, and has its seq; depth counts from there. A row whose span is gone is dead, and kept while
-- others of the chain live. bases holds the last of each chain by a hash of the session and the span's name.
CREATE TABLE contents (
	seq INTEGER PRIMARY KEY,
	base INTEGER NOT NULL,
	chain INTEGER NOT NULL,
	depth INTEGER NOT NULL,
	dead INTEGER NOT NULL,
	data BLOB NOT NULL
);
CREATE INDEX contents_chain ON contents (chain, dead);
CREATE TABLE bases (session INTEGER PRIMARY KEY, seq INTEGER NOT NULL, chain INTEGER NOT NULL, depth INTEGER NOT NULL);
CREATE INDEX bases_chain ON bases (chain);
`}

// migrate brings the file to the last version of steps, each step in a transaction of its own.
func migrate(conn *sqlite.Conn, steps []string) error {
	version, err := number(conn, "PRAGMA user_version")
	if err != nil {
		return err
	}
	if version > int64(len(steps)) || version < 0 {
		return fmt.Errorf("%w: version %d, this program knows %d", ErrNewer, version, len(steps))
	}
	for ; version < int64(len(steps)); version++ {
		// No parameters in PRAGMA; ExecuteScript makes one savepoint of it.
		script := fmt.Sprintf("%s;\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;", steps[version], application, version+1)
		if err := sqlitex.ExecuteScript(conn, script, nil); err != nil {
			return fmt.Errorf("migration to version %d: %w", version+1, err)
		}
	}
	return nil
}
