package catalogue

import (
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// version is that of the tables below; those of another version are made again and empty, as they follow from the spans.
const version = 1

// tables are all tables, with what makes them. Times are Unix nanoseconds, ids of traces and spans 16 and 8 bytes.
var tables = []struct{ name, sql string }{
	// What lists filter and sort by. hash is the id; tags are ids of names with counts, see tags.go.
	{"conversations", `CREATE TABLE conversations (
		cid INTEGER PRIMARY KEY, hash INTEGER NOT NULL UNIQUE, session TEXT NOT NULL, user TEXT NOT NULL,
		start INTEGER NOT NULL, end INTEGER NOT NULL, quality INTEGER NOT NULL, score REAL NOT NULL, turns INTEGER NOT NULL,
		errors INTEGER NOT NULL, tokens INTEGER NOT NULL, waste INTEGER NOT NULL, cost REAL NOT NULL, tags BLOB NOT NULL);
		CREATE INDEX conversations_session ON conversations (session COLLATE NOCASE) WHERE session <> '';
		CREATE INDEX conversations_user ON conversations (user COLLATE NOCASE) WHERE user <> ''`},
	// What lists show, JSON of summary.
	{"summaries", `CREATE TABLE summaries (cid INTEGER PRIMARY KEY, data TEXT NOT NULL)`},
	// The spans that tell of a conversation, numbered within it as they came. Of its messages the first ones, shared in number, are
	// those of the call base; hashes are the others.
	{"calls", `CREATE TABLE calls (
		cid INTEGER NOT NULL, n INTEGER NOT NULL, seq INTEGER NOT NULL, trace BLOB NOT NULL, span BLOB NOT NULL, parent BLOB NOT NULL,
		start INTEGER NOT NULL, end INTEGER NOT NULL, base INTEGER NOT NULL, shared INTEGER NOT NULL, hashes BLOB NOT NULL,
		data BLOB NOT NULL, PRIMARY KEY (cid, n)) WITHOUT ROWID`},
	// Spans of a trace: of the conversation that they name themselves, or of none (cid 0), which are those of all of its conversations.
	{"members", `CREATE TABLE members (
		trace BLOB NOT NULL, cid INTEGER NOT NULL, spans INTEGER NOT NULL, errors INTEGER NOT NULL, start INTEGER NOT NULL,
		end INTEGER NOT NULL, PRIMARY KEY (trace, cid)) WITHOUT ROWID;
		CREATE INDEX members_cid ON members (cid, trace) WHERE cid <> 0`},
	// Spans of tools of traces whose conversation is not known yet.
	{"pending", `CREATE TABLE pending (trace BLOB NOT NULL, seq INTEGER NOT NULL, span BLOB NOT NULL,
		parent BLOB NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (trace, seq)) WITHOUT ROWID`},
	// Conversations that turned out to be part of another one.
	{"aliases", `CREATE TABLE aliases (cid INTEGER PRIMARY KEY, hash INTEGER NOT NULL UNIQUE, target INTEGER NOT NULL);
		CREATE INDEX aliases_target ON aliases (target)`},
	{"findings", `CREATE TABLE findings (
		issue INTEGER NOT NULL, time INTEGER NOT NULL, cid INTEGER NOT NULL, n INTEGER NOT NULL, message INTEGER NOT NULL,
		snippet TEXT NOT NULL, PRIMARY KEY (issue, time, cid, n)) WITHOUT ROWID;
		CREATE INDEX findings_cid ON findings (cid)`},
	// Values by field, which tags name; of issues the value is JSON of shape, first is when it was first seen.
	{"names", `CREATE TABLE names (id INTEGER PRIMARY KEY, field INTEGER NOT NULL, value TEXT NOT NULL, first INTEGER NOT NULL,
		UNIQUE (field, value))`},
	// The words: a row for what is new in a call, numbered by docOf.
	{"texts", `CREATE VIRTUAL TABLE texts USING fts5(said, errors, content='', contentless_delete=1,
		tokenize="unicode61 remove_diacritics 2")`},
}

// Migrate makes the tables and reads what is kept in memory.
func (c *Catalogue) Migrate(conn *sqlite.Conn) error {
	if err := migrate(conn); err != nil {
		return fmt.Errorf("tables of conversations: %w", err)
	}
	if err := c.load(conn); err != nil {
		return fmt.Errorf("read conversations: %w", err)
	}
	return nil
}

func migrate(conn *sqlite.Conn) error {
	have := 0
	err := sqlitex.ExecuteTransient(conn, "CREATE TABLE IF NOT EXISTS catalogue (version INTEGER NOT NULL)", nil)
	if err == nil {
		err = rows(conn, "SELECT version FROM catalogue", func(s *sqlite.Stmt) error {
			have = s.ColumnInt(0)
			return nil
		})
	}
	if err != nil || have == version {
		return err
	}
	for _, table := range tables {
		if err := sqlitex.ExecuteTransient(conn, "DROP TABLE IF EXISTS "+table.name, nil); err != nil {
			return fmt.Errorf("drop %s: %w", table.name, err)
		}
		if err := sqlitex.ExecuteScript(conn, table.sql, nil); err != nil {
			return fmt.Errorf("make %s: %w", table.name, err)
		}
	}
	return sqlitex.ExecuteScript(conn, fmt.Sprintf("DELETE FROM catalogue; INSERT INTO catalogue VALUES (%d)", version), nil)
}
