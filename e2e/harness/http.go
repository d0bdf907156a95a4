package harness

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// httpClient is the harness's own, so that Main can close its idle connections before it
// looks for goroutines that are left.
var httpClient = &http.Client{
	Timeout:   10 * time.Second,
	Transport: &http.Transport{MaxIdleConnsPerHost: 4},
}

// Get returns the status and the body of a GET request.
func Get(ctx context.Context, url string) (status int, body []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return 0, nil, err
	}
	return do(req)
}

func do(req *http.Request) (status int, body []byte, err error) {
	resp, err := httpClient.Do(req)
	if err != nil {
		return 0, nil, err
	}
	body, err = io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		return 0, nil, fmt.Errorf("read %s: %w", req.URL, err)
	}
	return resp.StatusCode, body, nil
}
