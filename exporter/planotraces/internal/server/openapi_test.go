package server

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap/zaptest"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

func described(t *testing.T) (*openapi3.T, routers.Router) {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(openAPI)
	require.NoError(t, err)
	require.NoError(t, document.Validate(t.Context()))
	router, err := legacy.NewRouter(document)
	require.NoError(t, err)
	return document, router
}

// requests try every operation, with answers of every kind.
var requests = []struct {
	method, path, body string
	status             int
}{
	{http.MethodGet, "/api/v1/conversations", "", 200},
	{http.MethodGet, "/api/v1/conversations?limit=1000&order=newest", "", 200},
	{http.MethodGet, "/api/v1/conversations?q=quality:severe+%22charged+twice%22&since=2h&cursor=1", "", 200},
	{http.MethodGet, "/api/v1/conversations?from=1&to=2", "", 200},
	{http.MethodGet, "/api/v1/conversations?q=quality:bad", "", 400},
	{http.MethodGet, "/api/v1/conversations?cursor=x", "", 400},
	{http.MethodGet, "/api/v1/conversations/" + fakestore.Loops, "", 200},
	{http.MethodGet, "/api/v1/conversations/" + fakestore.Hostile, "", 200},
	{http.MethodGet, "/api/v1/conversations/" + fakestore.NoContent, "", 200},
	{http.MethodGet, "/api/v1/conversations/ffffffffffffffff", "", 404},
	{http.MethodGet, "/api/v1/conversations/" + fakestore.Loops + "/messages", "", 200},
	{http.MethodGet, "/api/v1/conversations/" + fakestore.Hostile + "/messages", "", 200},
	{http.MethodGet, "/api/v1/conversations/" + fakestore.NoContent + "/messages", "", 200},
	{http.MethodGet, "/api/v1/conversations/" + fakestore.ManyMessages + "/messages?offset=9000&limit=1000", "", 200},
	{http.MethodGet, "/api/v1/conversations/" + fakestore.Loops + "/messages?limit=1001", "", 400},
	{http.MethodGet, "/api/v1/conversations/" + fakestore.LongMessage + "/messages/0", "", 200},
	{http.MethodGet, "/api/v1/conversations/" + fakestore.Loops + "/messages/999", "", 404},
	{http.MethodGet, "/api/v1/traces?limit=1000", "", 200},
	{http.MethodGet, "/api/v1/traces?order=best", "", 400},
	{http.MethodGet, "/api/v1/traces/TRACE", "", 200},
	{http.MethodGet, "/api/v1/traces/TRACE?value_bytes=10", "", 200},
	{http.MethodGet, "/api/v1/traces/00000000", "", 404},
	{http.MethodGet, "/api/v1/issues", "", 200},
	{http.MethodGet, "/api/v1/issues?since=2x", "", 400},
	{http.MethodGet, "/api/v1/trends", "", 200},
	{http.MethodGet, "/api/v1/trends?by=tool", "", 200},
	{http.MethodGet, "/api/v1/trends?by=weather", "", 400},
	{http.MethodGet, "/api/v1/suggest?field=service&prefix=s", "", 200},
	{http.MethodGet, "/api/v1/suggest", "", 400},
	{http.MethodGet, "/api/v1/status", "", 200},
	{http.MethodGet, "/api/v1/status?x=1", "", 400},
	{http.MethodGet, "/api/v1/live", "", 200},
	{http.MethodPost, "/api/v1/demo", "", 200},
	{http.MethodGet, "/api/openapi.yaml", "", 200},
	{http.MethodPost, "/login", "token=" + strings.ReplaceAll(secret, " ", "+"), 303},
	{http.MethodPost, "/login", "token=other", 401},
	{http.MethodPost, "/logout", "", 303},
}

func TestAnswersAreAsDescribed(t *testing.T) {
	document, router := described(t)
	store := fake()
	page, err := store.Traces(t.Context(), traceapi.Query{Limit: 1})
	require.NoError(t, err)
	handler := New(store, Options{LoadDemo: store.LoadDemo, Logger: zaptest.NewLogger(t), Token: secret})
	t.Cleanup(handler.Close)
	tried := make(map[string]bool)
	for _, r := range requests {
		target := strings.Replace(r.path, "TRACE", page.Traces[0].TraceID, 1)
		t.Run(r.method+" "+r.path, func(t *testing.T) {
			operation := checkAnswer(t, handler, router, r.method, target, r.body, r.status)
			tried[operation.Method+" "+operation.Path] = true
		})
	}
	for path, item := range document.Paths.Map() {
		for method := range item.Operations() {
			assert.True(t, tried[method+" "+path], "%s %s is not tried", method, path)
		}
	}
}

func checkAnswer(t *testing.T, handler http.Handler, router routers.Router, method, target, body string, status int) *routers.Route {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if strings.HasSuffix(target, "/live") {
		cancel() // The stream is ended as it begins.
	}
	request := httptest.NewRequestWithContext(ctx, method, "http://localhost:16687"+target, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+secret)
	if body != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	route, path, err := router.FindRoute(request)
	require.NoError(t, err)
	input := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: path, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	if status < 400 {
		require.NoError(t, openapi3filter.ValidateRequest(t.Context(), input))
		request.Body = io.NopCloser(strings.NewReader(body))
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	require.Equal(t, status, recorder.Code, recorder.Body.String())
	require.NoError(t, openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: recorder.Code, Header: recorder.Header(),
		Body: io.NopCloser(bytes.NewReader(recorder.Body.Bytes())), Options: input.Options,
	}))
	return route
}

func init() {
	plain := func(body io.Reader, _ http.Header, _ *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
		text, err := io.ReadAll(body)
		return string(text), err
	}
	for _, kind := range []string{"text/html", "text/event-stream", "application/yaml"} {
		openapi3filter.RegisterBodyDecoder(kind, plain)
	}
}
