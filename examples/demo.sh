#!/usr/bin/env bash
# Fills the local store with recorded conversations and opens its page; starts the collector where none runs. `make demo` runs it.
set -euo pipefail

page=http://127.0.0.1:${PLANO_TRACE_PORT:-16687}
log=dist/demo.log
token=()
if [ -n "${PLANO_TRACE_TOKEN:-}" ]; then
  token=(--header "Authorization: Bearer $PLANO_TRACE_TOKEN")
fi

ask() { curl --silent --show-error --fail --max-time 60 ${token[@]+"${token[@]}"} "$@"; }
answers() { ask --output /dev/null "$page/api/v1/status" 2>/dev/null; }

if answers; then
  echo "Taking the collector that runs already."
else
  mkdir -p dist
  nohup bin/planotrace listen >"$log" 2>&1 </dev/null &
  collector=$!
  for _ in $(seq 150); do
    answers && break
    if ! kill -0 "$collector" 2>/dev/null; then
      echo "The collector ended, see $log:" >&2
      tail -n 5 "$log" >&2
      exit 1
    fi
    sleep 0.2
  done
  echo "Started the collector: its log is $log, bin/planotrace stop ends it."
fi

status=$(ask --request POST "$page/api/v1/demo")
count() { sed -n "s/.*\"$1\": *\"\{0,1\}\([0-9]*\).*/\1/p" <<<"$status"; }
echo "Loaded the recorded conversations: the store holds $(count conversations) conversations in $(count traces) traces."
echo "The worst first:"
bin/planotrace conversations --limit 3 2>/dev/null || true
echo "Opening $page"
bin/planotrace open >/dev/null 2>&1 || echo "No browser opens here: take the address above."
