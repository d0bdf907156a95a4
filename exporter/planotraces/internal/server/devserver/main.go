// Command devserver serves the page from the disk, on top of conversations that are made up.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"time"

	"go.uber.org/zap"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/server"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	endpoint := flag.String("endpoint", "127.0.0.1:16687", "where to listen")
	page := flag.String("page", "exporter/planotraces/web/dist", "folder of the page")
	token := flag.String("token", "", "token to ask for")
	live := flag.Duration("live", 0, "how often a conversation arrives; 0 is never")
	empty := flag.Bool("empty", false, "begin without conversations")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	store := fakestore.New(time.Now())
	if *empty {
		store = fakestore.Empty(time.Now())
	}
	handler := server.New(store, server.Options{Token: *token, Page: os.DirFS(*page), LoadDemo: store.LoadDemo})
	listener, err := server.Listen(ctx, *endpoint, handler, zap.NewNop())
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "http://%s\n", listener.Address())
	arrive(ctx, store, *live)
	handler.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := listener.Close(ctx); err != nil {
		return fmt.Errorf("close: %w", err)
	}
	return nil
}

func arrive(ctx context.Context, store *fakestore.Store, every time.Duration) {
	if every <= 0 {
		<-ctx.Done()
		return
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case at := <-ticker.C:
			store.Arrive(at)
		}
	}
}
