package spanstore

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"
)

const (
	// retainEvery is how often the age of traces is looked at.
	retainEvery = 10 * time.Second
	// freeShare is which part of the room is freed when it is used up, vacuumShare which part of the file may be empty.
	freeShare   = 20
	vacuumShare = 8
	// vacuumPages is how many empty pages are given back in one step.
	vacuumPages = 256
)

// janitor drops what is too old or too much, in small steps of the writer.
type janitor struct {
	store  *Store
	ctx    context.Context
	cancel context.CancelFunc
	woken  chan struct{}
	ended  chan struct{}
	// turn is held while it works.
	turn sync.Mutex
	// damaged are blocks that can't be read.
	damaged sync.Map
}

func newJanitor(s *Store) *janitor {
	ctx, cancel := context.WithCancel(context.Background())
	return &janitor{
		store: s, ctx: ctx, cancel: cancel, woken: make(chan struct{}, 1), ended: make(chan struct{}),
	}
}

// wake has it look after the size now.
func (j *janitor) wake() {
	select {
	case j.woken <- struct{}{}:
	default:
	}
}

func (j *janitor) stop() {
	j.cancel()
	<-j.ended
}

// skips says whether a block of a group can't be read.
func (j *janitor) skips(group []blockRow) bool {
	return slices.ContainsFunc(group, func(b blockRow) bool {
		_, damaged := j.damaged.Load(b.id)
		return damaged
	})
}

func (j *janitor) loop() {
	defer close(j.ended)
	ticker := time.NewTicker(retainEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-j.woken:
		case <-j.ctx.Done():
			return
		}
		err := j.store.retain(j.ctx)
		if err != nil && j.ctx.Err() == nil && !errors.Is(err, ErrClosed) {
			j.store.config.Logger.Warn("old traces could not be dropped", zap.String("file", j.store.path), zap.Error(explain(err)))
		}
	}
}

// retain drops what is too old, then the oldest while there is too much, and tidies up behind.
func (s *Store) retain(ctx context.Context) error {
	s.janitor.turn.Lock()
	defer s.janitor.turn.Unlock()
	if s.config.MaxAge > 0 {
		before := s.config.Now().Add(-s.config.MaxAge).UnixNano()
		for more := true; more; {
			var err error
			if more, err = s.drop(ctx, before); err != nil {
				return err
			}
		}
	}
	if err := s.shrink(ctx); err != nil {
		return err
	}
	if err := s.compact(ctx); err != nil {
		return err
	}
	return s.vacuum(ctx)
}

// shrink drops the oldest traces until enough room is free again.
func (s *Store) shrink(ctx context.Context) error {
	room := s.room()
	if room == 0 {
		return nil
	}
	used, _, err := s.pages(ctx)
	if err != nil || used <= room {
		return err
	}
	for used > room-room/freeShare {
		more, err := s.drop(ctx, endOfTime)
		if err != nil {
			return err
		}
		if err := s.compact(ctx); err != nil {
			return err
		}
		if used, _, err = s.pages(ctx); err != nil || !more {
			return err
		}
	}
	return nil
}

// room is what the file may take beside its log; 0 is no bound.
func (s *Store) room() int64 {
	if s.config.MaxBytes == 0 {
		return 0
	}
	return s.config.MaxBytes - 2*s.logBytes() - s.config.MaxBytes/vacuumShare
}

// pages returns how many bytes of the file are used and how many are free.
func (s *Store) pages(ctx context.Context) (used, free int64, err error) {
	err = s.writer.do(ctx, func() error {
		var sizes [3]int64
		for i, pragma := range []string{"PRAGMA page_size", "PRAGMA page_count", "PRAGMA freelist_count"} {
			if sizes[i], err = number(s.writer.conn, pragma); err != nil {
				return err
			}
		}
		used, free = (sizes[1]-sizes[2])*sizes[0], sizes[2]*sizes[0]
		return nil
	})
	return used, free, err
}

// vacuum gives empty pages back where they are many.
func (s *Store) vacuum(ctx context.Context) error {
	for {
		used, free, err := s.pages(ctx)
		if err != nil || free <= max(used/vacuumShare, minBytes/vacuumShare) {
			return err
		}
		err = s.writer.do(ctx, func() error { return s.writer.vacuum(vacuumPages) })
		if err != nil {
			return err
		}
	}
}
