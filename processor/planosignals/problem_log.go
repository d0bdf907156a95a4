package planosignals

import (
	"strings"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/expiring"
	"github.com/otelcol-plano/otelcol-plano/internal/printable"
)

// How often the log says what the metrics count: once in logInterval of each service, and of loggedServices at most.
const (
	logInterval    = time.Minute
	loggedServices = 10
)

// problemLog says which senders need attention. It is safe for concurrent use.
type problemLog struct {
	logger *zap.Logger

	mu     sync.Mutex
	logged *expiring.Store[string, struct{}]
	// failed, refused and unsaved are when an incomplete report, a lost span and lost sessions were last logged.
	failed, refused, unsaved time.Time
	now                      func() time.Time
}

func newProblemLog(logger *zap.Logger, now func() time.Time) *problemLog {
	return &problemLog{logger: logger, logged: expiring.New[string, struct{}](loggedServices, logInterval, now), now: now}
}

// unreadable names a service whose content can't be read, and why.
func (l *problemLog) unreadable(service string, problems *conversation.Problems) {
	service = clip(service, maxLabel)
	if !l.isTurnOf(service) {
		return
	}
	fields := []zap.Field{zap.String("service.name", printable.Line(service))}
	problems.Each(func(problem conversation.Problem, n int) { fields = append(fields, zap.Int(problem.String(), n)) })
	l.logger.Warn("Part of a span's content can't be read. Its service is not named again for a minute", fields...)
}

func (l *problemLog) isTurnOf(service string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.logged.Get(service); ok || l.logged.Len() == loggedServices {
		return false
	}
	l.logged.Put(strings.Clone(service), struct{}{})
	return true
}

// incomplete says why a report lacks a part.
func (l *problemLog) incomplete(err error) {
	if l.isTime(&l.failed) {
		l.logger.Error("A report was written without one of its parts", zap.Error(err))
	}
}

// lost says why a span is lost that had waited for its content.
func (l *problemLog) lost(err error) {
	if l.isTime(&l.refused) {
		l.logger.Error("A span that waited for its content in log records is lost: the next component refuses it", zap.Error(err))
	}
}

// sessions says why sessions are lost, or will be after a restart.
func (l *problemLog) sessions(err error) {
	if l.isTime(&l.unsaved) {
		l.logger.Warn("Sessions are lost. What is sent again of them is analysed from scratch, and counted again", zap.Error(err))
	}
}

// isTime is true where the last time was logInterval ago, and sets it.
func (l *problemLog) isTime(last *time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(*last) < logInterval {
		return false
	}
	*last = now
	return true
}
