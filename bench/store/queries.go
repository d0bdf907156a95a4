package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"time"
)

const (
	queryTimeout = 30 * time.Second
	// leastAnswer is the size of an answer that holds something.
	leastAnswer = 300
)

// ask measures each kind of query, one after the other, after a few that are not counted.
func (c *collector) ask(ctx context.Context, count int, t *table) error {
	ids, err := c.conversationIDs(ctx)
	if err != nil {
		return err
	}
	searches := []string{
		`quality:severe`, `signal:escalation`, `refund`, `"hiking boots"`, `service:shop "credit card"`,
		`human agent -service:hotline`, `model:gpt-4o-mini score:<40`,
	}
	kinds := []struct {
		name string
		path func(i int) string
	}{
		{"list", func(i int) string { return "/api/v1/conversations?limit=50&order=" + []string{"worst", "newest"}[i%2] }},
		{"conversation", func(i int) string { return "/api/v1/conversations/" + ids[i*13%len(ids)] }},
		{"its messages", func(i int) string { return "/api/v1/conversations/" + ids[i*17%len(ids)] + "/messages?limit=50" }},
		{"search", func(i int) string {
			return "/api/v1/conversations?limit=50&q=" + url.QueryEscape(searches[i%len(searches)])
		}},
		{"issues", func(i int) string { return "/api/v1/issues?limit=50&since=" + []string{"1h", "6h", "24h"}[i%3] }},
		{"trends", func(i int) string { return "/api/v1/trends?by=" + []string{"quality", "service", "model"}[i%3] }},
		{"where", func(i int) string {
			return "/api/v1/traces?limit=50&q=" + url.QueryEscape(fmt.Sprintf("enduser.id=customer-%d", i*7919%users))
		}},
		{"newest traces", func(int) string { return "/api/v1/traces?limit=50" }},
	}
	client := &http.Client{Timeout: queryTimeout}
	defer client.CloseIdleConnections()
	for _, kind := range kinds {
		took, err := timed(ctx, client, count, func(i int) string { return c.api + kind.path(i) }, false)
		if err != nil {
			return c.Failure("%s: %v", kind.name, err)
		}
		t.atMost("p95 of "+kind.name+", ms", millis(p95(took)), goalMillis, "%.1f")
	}
	took, err := timed(ctx, client, count, func(int) string { return c.api + "/" }, true)
	if err != nil {
		return c.Failure("the page: %v", err)
	}
	t.note("p95 of the page's first byte, ms", fmt.Sprintf("%.1f", millis(p95(took))))
	return nil
}

func (c *collector) conversationIDs(ctx context.Context) ([]string, error) {
	var page struct {
		Conversations []struct {
			ID string `json:"id"`
		} `json:"conversations"`
	}
	if err := c.get(ctx, "/api/v1/conversations", url.Values{"limit": {"1000"}}, &page); err != nil {
		return nil, err
	}
	var ids []string
	for _, conversation := range page.Conversations {
		ids = append(ids, conversation.ID)
	}
	if len(ids) == 0 {
		return nil, errors.New("the store has no conversations")
	}
	return ids, nil
}

// timed asks as often as is wanted; firstByte ends the time there.
func timed(ctx context.Context, client *http.Client, count int, address func(int) string, firstByte bool) ([]time.Duration, error) {
	const warmUp = 5
	var all []time.Duration
	largest := 0
	for i := range count + warmUp {
		took, size, err := fetch(ctx, client, address(i), firstByte)
		if err != nil {
			return nil, err
		}
		largest = max(largest, size)
		if i >= warmUp {
			all = append(all, took)
		}
	}
	if largest < leastAnswer {
		return nil, fmt.Errorf("the answers are empty, %d bytes at most", largest)
	}
	return all, nil
}

func fetch(ctx context.Context, client *http.Client, address string, firstByte bool) (took time.Duration, size int, err error) {
	var first time.Time
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotFirstResponseByte: func() { first = time.Now() }})
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, 0, err
	}
	begin := time.Now()
	response, err := client.Do(request)
	if err != nil {
		return 0, 0, err
	}
	body, err := io.ReadAll(response.Body)
	took = time.Since(begin)
	if err = errors.Join(err, response.Body.Close()); err != nil {
		return 0, 0, err
	}
	if response.StatusCode != http.StatusOK {
		return 0, 0, fmt.Errorf("%s: %s: %.200s", address, response.Status, body)
	}
	if firstByte {
		return first.Sub(begin), len(body), nil
	}
	return took, len(body), nil
}

// p95 is the time within which 95 of 100 were answered.
func p95(took []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(took))
	return sorted[min(len(sorted)-1, len(sorted)*95/100)]
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
