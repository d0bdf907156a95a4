package sessions

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// memoryDisk is what is left after a process has gone.
type memoryDisk struct {
	data map[string][]byte
	err  error
	// damaged is a key that can't be read, until it is written again.
	damaged string
}

func (d *memoryDisk) Get(_ context.Context, key string) ([]byte, error) {
	if key == d.damaged {
		return nil, errors.New("damaged")
	}
	return slices.Clone(d.data[key]), d.err
}

func (d *memoryDisk) Write(_ context.Context, set map[string][]byte, remove []string) error {
	if d.err != nil {
		return d.err
	}
	if _, ok := set[d.damaged]; ok {
		d.damaged = ""
	}
	maps.Copy(d.data, set)
	for _, key := range remove {
		delete(d.data, key)
	}
	return nil
}

func newDisk() *memoryDisk { return &memoryDisk{data: map[string][]byte{}} }

// process is a client whose sessions are on a disk.
func process(t *testing.T, disk Disk, now func() time.Time) *client {
	t.Helper()
	c := newClient(t, someLimits)
	c.sessions = New(c.analyzer, someLimits, now)
	require.NoError(t, c.sessions.Persist(t.Context(), disk, "this version"))
	return c
}

func TestSessionsOutliveAProcessThatIsKilled(t *testing.T) {
	disk := newDisk()
	history := complaints()
	first := process(t, disk, time.Now)
	first.send(history[:6])
	require.NoError(t, first.sessions.Flush(t.Context()))

	second := process(t, disk, time.Now) // the first one was killed
	last := second.send(history)
	assert.Equal(t, []string{"interaction.disengagement.escalation at 6"}, newsOf(last))
	assert.True(t, last.Change.HasPrevious)
	assert.Equal(t, withoutSnippets(second.analyzer.Analyze(history)), withoutSnippets(last.Report))
	require.NoError(t, second.sessions.Leave(t.Context()))

	third := process(t, disk, time.Now)
	assert.Empty(t, newsOf(third.send(history)))
}

func TestSessionsOfManyBatchesAndProcesses(t *testing.T) {
	disk, now := newDisk(), time.Unix(0, 0)
	clock := func() time.Time { return now }
	r := rand.New(rand.NewPCG(1, 1))
	c := process(t, disk, clock)
	known := map[string]bool{}
	for range 400 {
		id := fmt.Sprint(r.IntN(60))
		c.key = KeyOf("", id, pcommon.TraceID{})
		news := newsOf(c.send(complaints()))
		assert.Equal(t, known[id], len(news) == 0, id)
		known[id] = true
		require.NoError(t, c.sessions.Flush(t.Context()))
		now = now.Add(3 * time.Second)
		if r.IntN(20) == 0 {
			c = process(t, disk, clock)
		}
	}
	now = now.Add(2 * time.Hour)
	c = process(t, disk, clock)
	c.key = KeyOf("", "0", pcommon.TraceID{})
	assert.NotEmpty(t, newsOf(c.send(complaints())), "expired")
	require.NoError(t, c.sessions.Leave(t.Context()))
	assert.Len(t, disk.data, 2, "the index and the session that is left: %v", slices.Collect(maps.Keys(disk.data)))
}

func TestForgottenSessionsLeaveTheDisk(t *testing.T) {
	disk := newDisk()
	c := process(t, disk, time.Now)
	c.sessions.store.limits.MaxSessions = 3
	for i := range 20 {
		c.key = KeyOf("", fmt.Sprint(i), pcommon.TraceID{})
		c.send(complaints())
		require.NoError(t, c.sessions.Flush(t.Context()))
	}
	require.NoError(t, c.sessions.Leave(t.Context()))
	sessions := 0
	for key := range disk.data {
		if strings.HasPrefix(key, "s/") {
			sessions++
		}
	}
	assert.Equal(t, 3, sessions)
}

func TestSessionsOfAnotherAnalysisStartAnew(t *testing.T) {
	disk := newDisk()
	c := process(t, disk, time.Now)
	c.send(complaints())
	require.NoError(t, c.sessions.Leave(t.Context()))
	other := newClient(t, someLimits)
	require.NoError(t, other.sessions.Persist(t.Context(), disk, "next version"))
	assert.NotEmpty(t, newsOf(other.send(complaints())))
}

// Whatever is broken on the disk: it is said, nothing crashes, and reports are right.
func TestCorruptDisks(t *testing.T) {
	history := complaints()
	said := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 4))
		disk := newDisk()
		c := process(t, disk, time.Now)
		for i := range 5 {
			c.key = KeyOf("", fmt.Sprint(i), pcommon.TraceID{})
			c.send(history[:6])
			require.NoError(t, c.sessions.Flush(t.Context()))
		}
		keys := slices.Sorted(maps.Keys(disk.data))
		key := keys[r.IntN(len(keys))]
		broken := slices.Clone(disk.data[key])
		switch r.IntN(4) {
		case 0:
			broken[r.IntN(len(broken))] ^= 1 << r.IntN(8)
		case 1:
			broken = broken[:r.IntN(len(broken))]
		case 2:
			broken = append(broken, 0)
		case 3:
			disk.damaged = key
		}
		disk.data[key] = broken
		again := newClient(t, someLimits)
		err := again.sessions.Persist(t.Context(), disk, "this version")
		for i := range 5 {
			again.key = KeyOf("", fmt.Sprint(i), pcommon.TraceID{})
			want := withoutSnippets(again.analyzer.Analyze(history))
			assert.Equal(t, want, withoutSnippets(again.send(history).Report), "%s", key)
		}
		err = errors.Join(err, again.sessions.Flush(t.Context()))
		require.ErrorIs(t, err, ErrCorrupt, key)
		said++
		require.NoError(t, again.sessions.Flush(t.Context()), "it is said once")
	}
	assert.Positive(t, said)
}

func TestADiskThatFailsLosesNothing(t *testing.T) {
	disk := newDisk()
	c := process(t, disk, time.Now)
	c.send(complaints())
	disk.err = errors.New("disk full")
	require.ErrorIs(t, c.sessions.Flush(t.Context()), disk.err)
	disk.err = nil
	require.NoError(t, c.sessions.Flush(t.Context()))
	assert.Empty(t, newsOf(process(t, disk, time.Now).send(complaints())))

	disk.err = errors.New("no such file")
	require.ErrorIs(t, newClient(t, someLimits).sessions.Persist(t.Context(), disk, "this version"), disk.err)
}

func FuzzReadSession(f *testing.F) {
	c := newClient(f, someLimits)
	c.send(complaints())
	f.Add(c.sessions.encoded(c.key))
	var s session
	f.Fuzz(func(t *testing.T, data []byte) {
		if s.read(data) != nil {
			assert.True(t, s.isEmpty())
			return
		}
		sessions := New(c.analyzer, someLimits, time.Now)
		sessions.store.ensure(c.key)
		sessions.store.put(c.key, data)
		other := *c
		other.tb, other.sessions = t, sessions
		other.send(complaints())
	})
}
