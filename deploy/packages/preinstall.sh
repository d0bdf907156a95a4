#!/bin/sh
# The user that the service runs as.
set -e
if ! getent passwd otelcol-plano >/dev/null; then
  useradd --system --user-group --no-create-home --home-dir /var/lib/otelcol-plano --shell /usr/sbin/nologin otelcol-plano
fi
