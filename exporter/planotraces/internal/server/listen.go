package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"go.uber.org/zap"
)

const (
	readHeaderTime = 5 * time.Second
	readTime       = 15 * time.Second
	idleTime       = 2 * time.Minute
	maxHeader      = 16 << 10
	maxStreams     = 64
)

// Listener serves a handler at an address until it is closed.
type Listener struct {
	http    http.Server
	address net.Addr
	served  sync.WaitGroup
}

// Listen begins to serve HTTP/1.1 and, as gRPC does it without TLS, HTTP/2. An error names the endpoint and what is likely wrong
// with it.
func Listen(ctx context.Context, endpoint string, handler http.Handler, logger *zap.Logger) (*Listener, error) {
	listening, err := (&net.ListenConfig{}).Listen(ctx, "tcp", endpoint)
	if err != nil {
		var operation *net.OpError
		if errors.As(err, &operation) {
			err = operation.Err // Without the address once more.
		}
		return nil, fmt.Errorf("can't listen on %s: %w", endpoint, err)
	}
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	l := &Listener{address: listening.Addr(), http: http.Server{
		Handler: handler, Protocols: &protocols, ReadHeaderTimeout: readHeaderTime, ReadTimeout: readTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeader, HTTP2: &http.HTTP2Config{MaxConcurrentStreams: maxStreams},
		ErrorLog: zap.NewStdLog(logger.WithOptions(zap.IncreaseLevel(zap.ErrorLevel))),
	}}
	l.served.Go(func() {
		if err := l.http.Serve(listening); !errors.Is(err, http.ErrServerClosed) {
			logger.Error("The listener ended", zap.String("endpoint", endpoint), zap.Error(err))
		}
	})
	return l, nil
}

// Address is where it listens, with the port that a port of 0 became.
func (l *Listener) Address() net.Addr { return l.address }

// Close waits for answers that are being given, but not longer than the context lasts.
func (l *Listener) Close(ctx context.Context) error {
	err := l.http.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, l.http.Close())
	}
	l.served.Wait()
	return err
}
