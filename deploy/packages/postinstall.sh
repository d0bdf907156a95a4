#!/bin/sh
# The keys of backends are for the service only.
set -e
chown root:otelcol-plano /etc/otelcol-plano/otelcol-plano.env
chmod 0640 /etc/otelcol-plano/otelcol-plano.env

[ -d /run/systemd/system ] || exit 0
systemctl daemon-reload
# deb gives "configure" and the version before, if any; rpm the number of versions.
if { [ "$1" = configure ] && [ -z "$2" ]; } || [ "$1" = 1 ]; then
  started=$(systemctl enable --now otelcol-plano.service 2>&1) || failed=yes
else
  started=$(systemctl try-restart otelcol-plano.service 2>&1) || failed=yes
fi
if [ -n "$failed" ]; then
  echo "$started" >&2
  echo "otelcol-plano is installed but did not start: journalctl -u otelcol-plano" >&2
fi
