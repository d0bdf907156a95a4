package spanstore

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/folderlock"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// pragma sets something of the connection that writes.
func pragma(t *testing.T, s *Store, what string) {
	t.Helper()
	require.NoError(t, s.writer.do(t.Context(), func() error { return run(s.writer.conn, "PRAGMA "+what) }))
}

func TestAFullDiskRefusesSpansUntilThereIsRoomAgain(t *testing.T) {
	hook := newRecorder()
	s := openStore(t, Config{Dir: t.TempDir()}, hook)
	random := rand.New(rand.NewPCG(1, 1))
	n, kept := uint64(0), uint64(0)
	batch := func() []*model.Span {
		spans := make([]*model.Span, 100)
		for i := range spans {
			n++
			spans[i] = noise(random, n, n)
		}
		return spans
	}
	appendSpans(t, s, batch()...)
	kept += 100
	pragma(t, s, "max_page_count = 200")
	var err error
	for err == nil {
		if err = s.Append(t.Context(), items(batch()...)); err == nil {
			kept += 100
		}
	}
	require.ErrorIs(t, err, ErrFull)
	require.ErrorIs(t, s.Append(t.Context(), items(batch()...)), ErrFull)
	stats, err := s.Stats(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 200, stats.Refused)
	require.Contains(t, stats.Problem, ErrFull.Error())
	require.EqualValues(t, kept, stats.Spans)
	require.Len(t, hook.known(), int(kept))

	pragma(t, s, "max_page_count = 1000000")
	appendSpans(t, s, batch()...)
	appendSpans(t, s, batch()...)
	seal(t, s)
	seen := 0
	everySpan(t, s, func(*model.Span) { seen++ })
	require.Equal(t, int(kept)+200, seen)
	require.Len(t, names(t, s, n), 1)
}

func TestADiskThatCannotBeWrittenToRefusesSpansUntilItCan(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	appendSpans(t, s, testSpan(1, 1, 0))
	pragma(t, s, "query_only = ON")
	span := bulky(2, 2, "text")
	require.ErrorIs(t, s.Append(t.Context(), items(span)), ErrReadOnly)
	require.Equal(t, bulky(2, 2, "text"), span, "can be sent again")
	require.Len(t, names(t, s, 1), 1)
	pragma(t, s, "query_only = OFF")
	appendSpans(t, s, span)
	require.Len(t, names(t, s, 2), 1)
}

func TestErrorsOfTheFileSystem(t *testing.T) {
	require.ErrorIs(t, explainFile(&fs.PathError{Err: syscall.EROFS}), ErrReadOnly)
	require.ErrorIs(t, explainFile(&fs.PathError{Err: syscall.EACCES}), ErrReadOnly)
	require.ErrorIs(t, explainFile(&fs.PathError{Err: syscall.ENOSPC}), ErrFull)
	require.NotErrorIs(t, explainFile(&fs.PathError{Err: syscall.ENOTDIR}), ErrReadOnly)

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := Open(t.Context(), Config{Dir: filepath.Join(file, "store")}, nil)
	require.ErrorContains(t, err, file)
}

func TestASecondStoreIsToldWhoHasTheFolder(t *testing.T) {
	dir := t.TempDir()
	openStore(t, Config{Dir: dir}, nil)
	_, err := Open(t.Context(), Config{Dir: dir}, nil)
	require.ErrorIs(t, err, folderlock.ErrInUse)
	require.ErrorContains(t, err, fmt.Sprint("process ", os.Getpid()))
}

// storeFile makes a store of some blocks and returns what is in its file.
func storeFile(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	s := openStore(t, Config{Dir: dir}, nil)
	random := rand.New(rand.NewPCG(1, 1))
	for n := uint64(0); n < 3000; n += 1000 {
		spans := make([]*model.Span, 1000)
		for i := range spans {
			spans[i] = noise(random, n/4+uint64(i), n+uint64(i)+1)
		}
		spans[5] = bulky(n+5, n+6, "text")
		appendSpans(t, s, spans...)
		if n < 2000 {
			seal(t, s)
		}
	}
	require.NoError(t, s.Close())
	data, err := os.ReadFile(filepath.Join(dir, fileName))
	require.NoError(t, err)
	return data
}

func TestAFileThatIsDamagedIsSetAside(t *testing.T) {
	whole := storeFile(t)
	for name, data := range map[string][]byte{
		"cut":        whole[:len(whole)/2],
		"very short": whole[:50],
		"other":      []byte(strings.Repeat("no database ", 1000)),
		"header":     append(make([]byte, 100), whole[100:]...),
		"schema":     append(append(append([]byte{}, whole[:100]...), make([]byte, 3996)...), whole[4096:]...),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, fileName), data, 0o600))
			s := openStore(t, Config{Dir: dir}, nil)
			stats, err := s.Stats(t.Context())
			require.NoError(t, err)
			require.Zero(t, stats.Spans)
			require.Contains(t, stats.Problem, fileName+".damaged-1")
			aside, err := os.ReadFile(filepath.Join(dir, fileName+".damaged-1"))
			require.NoError(t, err)
			require.Equal(t, data, aside)
			appendSpans(t, s, testSpan(1, 1, 0))
		})
	}
}

func TestFewDamagedFilesAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), fileName)
	for n := 1; n <= 6; n++ {
		require.NoError(t, os.WriteFile(path, []byte{byte(n)}, 0o600))
		aside, err := setAside(path)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("%s.damaged-%d", path, n), aside)
	}
	left, err := filepath.Glob(path + "*")
	require.NoError(t, err)
	require.Len(t, left, maxAside)
}

func TestDamageAnywhereIsNoMoreThanAnError(t *testing.T) {
	whole := storeFile(t)
	random := rand.New(rand.NewPCG(7, 7))
	reported, aside := 0, 0
	for range 30 {
		dir := t.TempDir()
		data := append([]byte{}, whole...)
		at := 100 + random.IntN(len(data)-200)
		for i := range 64 {
			data[at+i] ^= byte(1 + random.IntN(255))
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, fileName), data, 0o600))
		s, err := Open(t.Context(), Config{Dir: dir, Now: newClock().Now, MaxAge: time.Hour}, nil)
		require.NoError(t, err)
		useAll(t, s)
		stats, err := s.Stats(t.Context())
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
		}
		if stats.Problem != "" {
			reported++
		}
		if _, err := os.Stat(s.path + ".damaged-1"); err == nil {
			aside++
		}
		require.NoError(t, s.Close())
	}
	require.Greater(t, reported, 10)
	require.Positive(t, aside)
	require.Less(t, aside, 30)
}

// useAll calls whatever reads, and accepts damage as an error.
func useAll(t *testing.T, s *Store) {
	t.Helper()
	accept := func(err error) {
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
		}
	}
	list, err := s.Traces(t.Context(), Filter{Where: []KeyValue{{Key: "service.name", Value: "shop"}}}, "", 2000)
	accept(err)
	for i := range list.Traces[:min(10, len(list.Traces))] {
		_, err := s.Trace(t.Context(), list.Traces[i].ID)
		accept(err)
	}
	accept(s.Read(t.Context(), func(conn *sqlite.Conn) error {
		_, err := s.Spans(t.Context(), conn, []uint64{1, 6, 1006, 1500, 2006, 2900})
		return err
	}))
	accept(s.Append(t.Context(), items(testSpan(10, 11, 0), testSpan(10, 5, 4), testSpan(90_000, 90_000, 17))))
	accept(s.retain(t.Context()))
}

func TestAFileOfANewerVersionIsRefusedAndLeftAlone(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, Config{Dir: dir}, nil)
	pragma(t, s, "user_version = 99")
	require.NoError(t, s.Close())
	_, err := Open(t.Context(), Config{Dir: dir}, nil)
	require.ErrorIs(t, err, ErrNewer)
	require.ErrorContains(t, err, "version 99, this program knows 1")
	_, err = os.Stat(filepath.Join(dir, fileName+".damaged-1"))
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestMigrationGoesOnFromAnyVersion(t *testing.T) {
	conn, err := sqlite.OpenConn(filepath.Join(t.TempDir(), "db"), sqlite.OpenReadWrite, sqlite.OpenCreate)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close()) }()
	steps := []string{
		"CREATE TABLE a (x)", "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = x + 1", "CREATE TABLE b (x); INSERT INTO nothing VALUES (1)",
	}
	require.NoError(t, migrate(conn, steps[:1]))
	require.NoError(t, run(conn, "INSERT INTO a VALUES (1)"))
	require.ErrorContains(t, migrate(conn, steps), "migration to version 3")
	y, err := number(conn, "SELECT y FROM a")
	require.NoError(t, err)
	require.EqualValues(t, 2, y)
	version, err := number(conn, "PRAGMA user_version")
	require.NoError(t, err)
	require.EqualValues(t, 2, version)
	tables, err := number(conn, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'")
	require.NoError(t, err)
	require.Zero(t, tables, "a step is made as a whole")
	require.NoError(t, migrate(conn, steps[:2]))
}

const endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

func TestAQueryEndsWithItsContextAndHoldsNothingUp(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	for range readerCount {
		go func() {
			ended <- s.Read(ctx, func(conn *sqlite.Conn) error { return run(conn, endless) })
		}()
	}
	require.Eventually(t, func() bool { return len(s.readers.free) == 0 }, waitLong, waitShort)
	appendSpans(t, s, testSpan(1, 1, 0))
	short, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	require.ErrorIs(t, s.Read(short, func(*sqlite.Conn) error { return nil }), traceapi.ErrBusy)
	cancel()
	for range readerCount {
		require.ErrorIs(t, <-ended, context.Canceled)
	}
	require.Len(t, names(t, s, 1), 1)
}

func TestWhatAQueryFoundInTimeCounts(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, s.Read(ctx, func(conn *sqlite.Conn) error {
		cancel()
		require.Eventually(t, func() bool {
			return sqlite.ErrCode(run(conn, "SELECT count(*) FROM traces")) == sqlite.ResultInterrupt
		}, waitLong, waitShort)
		return nil
	}))
}

func TestReadCannotWrite(t *testing.T) {
	s := openStore(t, Config{Dir: t.TempDir()}, nil)
	require.Error(t, s.Read(t.Context(), func(conn *sqlite.Conn) error { return run(conn, "DELETE FROM traces") }))
}
