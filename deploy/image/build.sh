#!/usr/bin/env bash
# Packs a built collector into the image that the Dockerfile describes, with buildah and
# without a daemon or a registry:
#   deploy/image/build.sh BINARY TAG ARCHIVE
# ARCHIVE is an OCI archive: `docker load`, `podman load` and `skopeo copy` read it.
set -euo pipefail
cd "$(dirname "$0")/../.."

binary=$1 tag=$2 archive=$3
certificates=${CERTIFICATES:-/etc/ssl/certs/ca-certificates.crt}
export BUILDAH_ISOLATION=${BUILDAH_ISOLATION:-chroot} STORAGE_DRIVER=${STORAGE_DRIVER:-vfs}

container=$(buildah from scratch)
trap 'buildah rm "$container" >/dev/null' EXIT
buildah copy --quiet "$container" "$certificates" /etc/ssl/certs/ca-certificates.crt >/dev/null
buildah copy --quiet --chmod 0755 "$container" "$binary" /otelcol-plano >/dev/null
buildah copy --quiet "$container" otelcol-config.yaml config/*.yaml deploy/image/container.yaml /etc/otelcol-plano/ >/dev/null
buildah config --user 10001:10001 --port 4317 --port 4318 --port 8888 --port 13133 \
  --entrypoint '["/otelcol-plano"]' --cmd '--config=/etc/otelcol-plano/otelcol-config.yaml --config=/etc/otelcol-plano/container.yaml' \
  --label org.opencontainers.image.title=otelcol-plano --label org.opencontainers.image.licenses=Apache-2.0 \
  "$container"
buildah commit --quiet "$container" "$tag" >/dev/null
mkdir -p "$(dirname "$archive")"
rm -f "$archive"
buildah push --quiet "$tag" "oci-archive:$archive:$tag"
