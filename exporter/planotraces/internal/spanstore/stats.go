package spanstore

import (
	"context"
	"os"

	"zombiezen.com/go/sqlite"
)

// Stats tells how the store does.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	stats := Stats{Path: s.path}
	err := s.Read(ctx, func(conn *sqlite.Conn) (err error) {
		for query, to := range map[string]*int64{
			"SELECT (SELECT coalesce(sum(live), 0) FROM blocks) + (SELECT coalesce(sum(spans), 0) FROM head)": &stats.Spans,
			"SELECT count(*) FROM traces":  &stats.Traces,
			"SELECT min(last) FROM traces": &stats.Oldest,
		} {
			if *to, err = number(conn, query); err != nil {
				return err
			}
		}
		return nil
	})
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(s.path + suffix); err == nil {
			stats.Bytes += info.Size()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	stats.Refused, stats.Problem = s.refused, s.problem
	return stats, err
}
