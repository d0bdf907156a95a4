package client

import (
	"context"
	"net"
	"sync"
)

// dial connects to a store, or to what else listens there.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: dialTimeout}
	connection, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &listeningConn{Conn: connection, asked: make(chan struct{})}, nil
}

// listeningConn is read only once something was written: net/http logs what a server of gRPC says before it is asked.
type listeningConn struct {
	net.Conn
	once  sync.Once
	asked chan struct{}
}

// Read implements net.Conn.
func (c *listeningConn) Read(to []byte) (int, error) {
	<-c.asked
	return c.Conn.Read(to)
}

// Write implements net.Conn.
func (c *listeningConn) Write(from []byte) (int, error) {
	c.once.Do(func() { close(c.asked) })
	return c.Conn.Write(from)
}

// Close implements net.Conn.
func (c *listeningConn) Close() error {
	c.once.Do(func() { close(c.asked) })
	return c.Conn.Close()
}
