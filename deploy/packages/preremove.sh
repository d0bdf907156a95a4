#!/bin/sh
# Stops the service when the package goes, not when it is upgraded: deb says "remove",
# rpm 0.
set -e
if [ "$1" = remove ] || [ "$1" = 0 ]; then
  if [ -d /run/systemd/system ]; then
    systemctl disable --now otelcol-plano.service
  fi
fi
