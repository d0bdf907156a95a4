#!/usr/bin/env bash
# Builds the Dockerfile's image around a collector that is built already, with buildah,
# without a daemon or a registry:
#   deploy/image/build.sh BINARY TAG ARCHIVE
# ARCHIVE is an OCI archive: `docker load`, `podman load` and `skopeo copy` read it.
set -euo pipefail
cd "$(dirname "$0")/../.."

binary=$1 tag=$2 archive=$3
certificates=${CERTIFICATES:-/etc/ssl/certs/ca-certificates.crt}
export BUILDAH_ISOLATION=${BUILDAH_ISOLATION:-chroot} STORAGE_DRIVER=${STORAGE_DRIVER:-vfs}

# What the Dockerfile's first stage would have made.
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
install -D -m 0755 "$binary" "$built/otelcol-plano"
install -D -m 0644 dist/licenses/THIRD-PARTY.txt "$built/THIRD-PARTY.txt"
install -D -m 0644 "$certificates" "$built/etc/ssl/certs/ca-certificates.crt"

buildah --log-level error build --quiet --build-context build="$built" --tag "$tag" . >/dev/null
mkdir -p "$(dirname "$archive")"
rm -f "$archive"
buildah push --quiet "$tag" "oci-archive:$archive:$tag"
