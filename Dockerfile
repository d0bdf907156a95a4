# The collector and nothing else. Build it where there is Docker or BuildKit:
#   docker build -t otelcol-plano .
# `make image` builds it around bin/otelcol-plano, without a daemon or a registry.
#
# The base can be held to its digest, which `docker buildx imagetools inspect` prints:
#   docker build --build-arg GO_IMAGE=golang:1.26-bookworm@sha256:... .
ARG GO_IMAGE=golang:1.26-bookworm
FROM --platform=$BUILDPLATFORM $GO_IMAGE AS build
ARG TARGETOS
ARG TARGETARCH
WORKDIR /src
COPY go.mod go.sum ./
COPY cmd/otelcol-plano/go.mod cmd/otelcol-plano/go.sum cmd/otelcol-plano/
RUN --mount=type=cache,target=/go/pkg/mod cd cmd/otelcol-plano && go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    cd cmd/otelcol-plano && CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -ldflags '-s -w' -o /otelcol-plano .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go run ./internal/licences -o /THIRD-PARTY.txt cmd/otelcol-plano

FROM scratch
LABEL org.opencontainers.image.title=otelcol-plano org.opencontainers.image.licenses=Apache-2.0
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /otelcol-plano /otelcol-plano
COPY LICENSE /usr/share/doc/otelcol-plano/copyright
COPY --from=build /THIRD-PARTY.txt /usr/share/doc/otelcol-plano/THIRD-PARTY.txt
COPY otelcol-config.yaml config/*.yaml deploy/image/container.yaml /etc/otelcol-plano/
USER 10001:10001
EXPOSE 4317 4318 8888 13133
ENTRYPOINT ["/otelcol-plano"]
CMD ["--config=/etc/otelcol-plano/otelcol-config.yaml", "--config=/etc/otelcol-plano/container.yaml"]
