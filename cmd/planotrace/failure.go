package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// responseFlags are Envoy's words for why a request failed, from its documentation of access logs.
var responseFlags = map[string]string{
	"DC": "downstream closed the connection", "DPE": "downstream protocol error", "DT": "duration limit reached",
	"IH": "invalid header", "LH": "health check failed", "LR": "connection reset here", "NC": "upstream cluster not found",
	"NFCF": "cluster not found in time", "NR": "no route", "OM": "overloaded", "RL": "rate limited", "RLSE": "rate limit service failed",
	"SI": "stream idle for too long", "UAEX": "refused by the authorization service", "UC": "upstream closed the connection",
	"UF": "upstream connection failed", "UH": "no healthy upstream", "UMSDR": "no answer in time", "UO": "upstream overloaded",
	"UPE": "upstream protocol error", "UR": "upstream reset the connection", "URX": "retries used up", "UT": "upstream timed out",
}

// statusCodeKeys are the attributes of an HTTP status, that of today's convention first.
var statusCodeKeys = []string{"http.response.status_code", "http.status_code"}

// failureOf says in words what of a span failed; empty where nothing did.
func failureOf(span *traceapi.Span) string {
	var reasons []string
	add := func(text string) {
		text = oneLine(text)
		if text != "" && !slices.ContainsFunc(reasons, func(said string) bool { return strings.Contains(said, text) }) {
			reasons = append(reasons, text)
		}
	}
	for _, key := range statusCodeKeys {
		if code, err := strconv.Atoi(attributeText(span, key)); err == nil && code >= http.StatusBadRequest {
			add(strings.TrimSpace(strconv.Itoa(code) + " " + http.StatusText(code)))
		}
	}
	if len(reasons) > 0 {
		for flag := range strings.SplitSeq(attributeText(span, "response_flags"), ",") {
			add(responseFlags[strings.TrimSpace(flag)])
		}
	}
	for _, event := range span.Events {
		if event.Name == "exception" {
			add(eventText(&event, "exception.type"))
			add(eventText(&event, "exception.message"))
		}
	}
	if span.StatusCode == "error" {
		add(span.StatusMessage)
	}
	for _, key := range []string{"exception.message", "error.message", "exception.type", "error.type"} {
		add(attributeText(span, key))
	}
	for _, attribute := range span.Attributes {
		switch text := attribute.Value.Text(); {
		case strings.HasSuffix(attribute.Key, ".error") && text != "" && text != "false":
			add(strings.TrimPrefix(text, "true"))
		case strings.HasSuffix(attribute.Key, ".rate_limited") && text == "true":
			add("rate limited")
		}
	}
	if len(reasons) == 0 && span.StatusCode == "error" {
		return "failed"
	}
	return strings.Join(reasons, ", ")
}

// attributeText is the text of an attribute; empty where the span does not have it.
func attributeText(span *traceapi.Span, key string) string { return textOf(span.Attributes, key) }

func eventText(event *traceapi.Event, key string) string { return textOf(event.Attributes, key) }

func textOf(attributes []traceapi.Attribute, key string) string {
	for i := range attributes {
		if attributes[i].Key == key {
			return attributes[i].Value.Text()
		}
	}
	return ""
}
