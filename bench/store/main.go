// Command store measures the local store on this machine: the built collector with its default configuration takes in spans of 12
// attributes and conversations from a sender on the same cores, keeps them in a folder of its own, and is asked over HTTP. It prints a
// table of goals and figures; the exit code is 1 where a goal is missed.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// options are the command line's.
type options struct {
	spans, senders, queries, conversations, sessions int
}

func main() {
	var o options
	flag.IntVar(&o.spans, "spans", 1_000_000, "spans in the store, conversations included; 0 measures sessions alone")
	flag.IntVar(&o.senders, "senders", 4, "requests under way at a time")
	flag.IntVar(&o.queries, "queries", 100, "queries of each kind")
	flag.IntVar(&o.conversations, "conversations", 2_000, "conversations among the spans")
	flag.IntVar(&o.sessions, "sessions", 41, "sessions of 100 turns whose size is measured; 0 leaves them out")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	missed, err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if missed > 0 {
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (missed int, err error) {
	var t table
	if o.spans > 0 {
		if err := measureStore(ctx, o, &t); err != nil {
			return 0, err
		}
	}
	if o.sessions > 0 {
		if err := measureSessions(ctx, o.sessions, &t); err != nil {
			return 0, err
		}
	}
	return t.missed, t.print(os.Stdout)
}

// measureStore fills a store, asks it, and opens it again.
func measureStore(ctx context.Context, o options, t *table) (err error) {
	c, err := newCollector(ctx)
	if err != nil {
		return err
	}
	defer c.remove(&err)
	empty, err := c.startTimed(ctx, 0)
	if err != nil {
		return err
	}
	idle, err := c.read(ctx, rss)
	if err != nil {
		return err
	}
	memory := c.watchMemory(ctx)
	taken, err := c.fill(ctx, o)
	if err != nil {
		memory.stop()
		return err
	}
	t.atLeast("spans of 12 attributes taken in and kept, a second", taken.rate, goalRate, "%.0f")
	t.note(fmt.Sprintf("the slowest %s of it, a second", window), fmt.Sprintf("%.0f", taken.slowest))
	t.note("CPU of the collector and of the sender, µs a span", fmt.Sprintf("%.1f, %.1f", taken.cpu*1e6, taken.sender*1e6))
	if err := c.ask(ctx, o.queries, t); err != nil {
		memory.stop()
		return err
	}
	highest := memory.stop()
	const mega = 1 << 20
	t.atMost("memory (RSS), the highest, MB", highest/mega, goalMemory, "%.0f")
	t.note("memory with an empty store, MB", fmt.Sprintf("%.0f", idle/mega))
	return c.reopen(ctx, taken.spans, empty, t)
}

// reopen stops the collector, looks at what is on disk, and starts it again.
func (c *collector) reopen(ctx context.Context, spans int, empty time.Duration, t *table) error {
	if err := c.Stop(); err != nil {
		return err
	}
	bytes, err := c.diskBytes()
	if err != nil {
		return err
	}
	t.atMost("size on disk, bytes a span", float64(bytes)/float64(spans), goalBytes, "%.0f")
	full, err := c.startTimed(ctx, spans)
	if err != nil {
		return err
	}
	t.atMost("time to open the store, s", max(0, full-empty).Seconds(), goalOpen, "%.2f")
	t.note("start of the collector with an empty store, with this one, s", fmt.Sprintf("%.2f, %.2f", empty.Seconds(), full.Seconds()))
	return c.Stop()
}
