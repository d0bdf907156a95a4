module github.com/otelcol-plano/otelcol-plano

go 1.26.0

require (
	github.com/charmbracelet/huh v1.0.0
	github.com/charmbracelet/lipgloss v1.1.0
	github.com/charmbracelet/x/ansi v0.10.1
	github.com/charmbracelet/x/term v0.2.1
	github.com/getkin/kin-openapi v0.152.0
	github.com/modelcontextprotocol/go-sdk v1.8.0
	github.com/muesli/termenv v0.16.0
	github.com/open-telemetry/opentelemetry-collector-contrib/extension/healthcheckextension v0.143.0
	github.com/open-telemetry/opentelemetry-collector-contrib/pkg/golden v0.143.0
	github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest v0.143.0
	github.com/stretchr/testify v1.12.1
	go.opentelemetry.io/collector/client v1.49.0
	go.opentelemetry.io/collector/component v1.49.0
	go.opentelemetry.io/collector/component/componenttest v0.143.0
	go.opentelemetry.io/collector/confmap v1.49.0
	go.opentelemetry.io/collector/confmap/provider/fileprovider v1.49.0
	go.opentelemetry.io/collector/confmap/xconfmap v0.143.0
	go.opentelemetry.io/collector/consumer v1.49.0
	go.opentelemetry.io/collector/consumer/consumertest v0.143.0
	go.opentelemetry.io/collector/exporter v1.49.0
	go.opentelemetry.io/collector/exporter/debugexporter v0.143.0
	go.opentelemetry.io/collector/exporter/otlpexporter v0.143.0
	go.opentelemetry.io/collector/exporter/otlphttpexporter v0.143.0
	go.opentelemetry.io/collector/extension v1.49.0
	go.opentelemetry.io/collector/extension/extensiontest v0.143.0
	go.opentelemetry.io/collector/extension/xextension v0.143.0
	go.opentelemetry.io/collector/otelcol v0.143.0
	go.opentelemetry.io/collector/otelcol/otelcoltest v0.143.0
	go.opentelemetry.io/collector/pdata v1.49.0
	go.opentelemetry.io/collector/pipeline v1.49.0
	go.opentelemetry.io/collector/processor v1.49.0
	go.opentelemetry.io/collector/processor/memorylimiterprocessor v0.143.0
	go.opentelemetry.io/collector/processor/processorhelper v0.143.0
	go.opentelemetry.io/collector/processor/processortest v0.143.0
	go.opentelemetry.io/collector/receiver v1.49.0
	go.opentelemetry.io/collector/receiver/otlpreceiver v0.143.0
	go.opentelemetry.io/collector/service v0.143.0
	go.opentelemetry.io/otel v1.44.0
	go.opentelemetry.io/otel/metric v1.44.0
	go.opentelemetry.io/otel/sdk/metric v1.44.0
	go.opentelemetry.io/otel/trace v1.44.0
	go.uber.org/goleak v1.3.0
	go.uber.org/zap v1.27.1
	go.yaml.in/yaml/v3 v3.0.5
	golang.org/x/sync v0.24.0
	golang.org/x/sys v0.49.0
	zombiezen.com/go/sqlite v1.4.2
)

require (
	github.com/atotto/clipboard v0.1.4 // indirect
	github.com/aymanbagabas/go-osc52/v2 v2.0.1 // indirect
	github.com/catppuccin/go v0.3.0 // indirect
	github.com/charmbracelet/bubbles v0.21.1-0.20250623103423-23b8fd6302d7 // indirect
	github.com/charmbracelet/bubbletea v1.3.10 // indirect
	github.com/charmbracelet/colorprofile v0.2.3-0.20250311203215-f60798e515dc // indirect
	github.com/charmbracelet/x/cellbuf v0.0.13 // indirect
	github.com/charmbracelet/x/exp/strings v0.0.0-20240722160745-212f7b056ed0 // indirect
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/erikgeiser/coninput v0.0.0-20211004153227-1c3628e74d0f // indirect
	github.com/go-openapi/jsonpointer v0.22.5 // indirect
	github.com/go-openapi/swag/jsonname v0.25.5 // indirect
	github.com/google/jsonschema-go v0.4.3 // indirect
	github.com/lucasb-eyer/go-colorful v1.2.0 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	github.com/mattn/go-localereader v0.0.1 // indirect
	github.com/mattn/go-runewidth v0.0.16 // indirect
	github.com/mitchellh/hashstructure/v2 v2.0.2 // indirect
	github.com/muesli/ansi v0.0.0-20230316100256-276c6243b2f6 // indirect
	github.com/muesli/cancelreader v0.2.2 // indirect
	github.com/ncruces/go-strftime v0.1.9 // indirect
	github.com/oasdiff/yaml v0.1.1 // indirect
	github.com/oasdiff/yaml3 v0.0.14 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // indirect
	github.com/segmentio/asm v1.1.3 // indirect
	github.com/segmentio/encoding v0.5.4 // indirect
	github.com/xo/terminfo v0.0.0-20220910002029-abceb7e1c41e // indirect
	github.com/yosida95/uritemplate/v3 v3.0.2 // indirect
	golang.org/x/oauth2 v0.36.0 // indirect
	golang.org/x/time v0.15.0 // indirect
	modernc.org/libc v1.65.7 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.11.0 // indirect
	modernc.org/sqlite v1.37.1 // indirect
)

require (
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/cenkalti/backoff/v5 v5.0.3 // indirect
	github.com/cespare/xxhash/v2 v2.3.0
	github.com/ebitengine/purego v0.9.1 // indirect
	github.com/felixge/httpsnoop v1.0.4 // indirect
	github.com/foxboron/go-tpm-keyfiles v0.0.0-20250903184740-5d135037bd4d // indirect
	github.com/fsnotify/fsnotify v1.9.0 // indirect
	github.com/go-logr/logr v1.4.3 // indirect
	github.com/go-logr/stdr v1.2.2 // indirect
	github.com/go-ole/go-ole v1.2.6 // indirect
	github.com/go-viper/mapstructure/v2 v2.4.0 // indirect
	github.com/gobwas/glob v0.2.3 // indirect
	github.com/golang/snappy v1.0.0 // indirect
	github.com/google/go-tpm v0.9.8 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/grafana/regexp v0.0.0-20240518133315-a468a5bfb3bc // indirect
	github.com/grpc-ecosystem/grpc-gateway/v2 v2.29.0 // indirect
	github.com/hashicorp/go-version v1.8.0 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/json-iterator/go v1.1.12 // indirect
	github.com/klauspost/compress v1.20.3
	github.com/knadh/koanf/maps v0.1.2 // indirect
	github.com/knadh/koanf/providers/confmap v1.0.0 // indirect
	github.com/knadh/koanf/v2 v2.3.0 // indirect
	github.com/lufia/plan9stats v0.0.0-20211012122336-39d0f177ccd0 // indirect
	github.com/mitchellh/copystructure v1.2.0 // indirect
	github.com/mitchellh/reflectwalk v1.0.2 // indirect
	github.com/modern-go/concurrent v0.0.0-20180306012644-bacd9c7ef1dd // indirect
	github.com/modern-go/reflect2 v1.0.3-0.20250322232337-35a7c28c31ee // indirect
	github.com/mostynb/go-grpc-compression v1.2.3 // indirect
	github.com/munnerz/goautoneg v0.0.0-20191010083416-a7dc8b61c822 // indirect
	github.com/open-telemetry/opentelemetry-collector-contrib/internal/common v0.143.0 // indirect
	github.com/open-telemetry/opentelemetry-collector-contrib/internal/healthcheck v0.143.0 // indirect
	github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatautil v0.143.0 // indirect
	github.com/open-telemetry/opentelemetry-collector-contrib/pkg/status v0.143.0 // indirect
	github.com/pierrec/lz4/v4 v4.1.23 // indirect
	github.com/power-devops/perfstat v0.0.0-20240221224432-82ca36839d55 // indirect
	github.com/prometheus/client_golang v1.23.2 // indirect
	github.com/prometheus/client_model v0.6.2 // indirect
	github.com/prometheus/common v0.67.1 // indirect
	github.com/prometheus/otlptranslator v0.0.2 // indirect
	github.com/prometheus/procfs v0.17.0 // indirect
	github.com/rs/cors v1.11.1 // indirect
	github.com/shirou/gopsutil/v4 v4.25.11 // indirect
	github.com/spf13/cobra v1.10.2
	github.com/spf13/pflag v1.0.9 // indirect
	github.com/tklauser/go-sysconf v0.3.16 // indirect
	github.com/tklauser/numcpus v0.11.0 // indirect
	github.com/yusufpapurcu/wmi v1.2.4 // indirect
	go.opentelemetry.io/auto/sdk v1.2.1 // indirect
	go.opentelemetry.io/collector v0.143.0 // indirect
	go.opentelemetry.io/collector/component/componentstatus v0.143.0 // indirect
	go.opentelemetry.io/collector/config/configauth v1.49.0 // indirect
	go.opentelemetry.io/collector/config/configcompression v1.49.0 // indirect
	go.opentelemetry.io/collector/config/configgrpc v0.143.0 // indirect
	go.opentelemetry.io/collector/config/confighttp v0.143.0 // indirect
	go.opentelemetry.io/collector/config/configmiddleware v1.49.0 // indirect
	go.opentelemetry.io/collector/config/confignet v1.49.0 // indirect
	go.opentelemetry.io/collector/config/configopaque v1.49.0
	go.opentelemetry.io/collector/config/configoptional v1.49.0
	go.opentelemetry.io/collector/config/configretry v1.49.0 // indirect
	go.opentelemetry.io/collector/config/configtelemetry v0.143.0 // indirect
	go.opentelemetry.io/collector/config/configtls v1.49.0 // indirect
	go.opentelemetry.io/collector/confmap/provider/envprovider v1.49.0 // indirect
	go.opentelemetry.io/collector/confmap/provider/httpprovider v1.49.0 // indirect
	go.opentelemetry.io/collector/confmap/provider/yamlprovider v1.49.0
	go.opentelemetry.io/collector/connector v0.143.0 // indirect
	go.opentelemetry.io/collector/connector/connectortest v0.143.0 // indirect
	go.opentelemetry.io/collector/connector/xconnector v0.143.0 // indirect
	go.opentelemetry.io/collector/consumer/consumererror v0.143.0
	go.opentelemetry.io/collector/consumer/consumererror/xconsumererror v0.143.0 // indirect
	go.opentelemetry.io/collector/consumer/xconsumer v0.143.0 // indirect
	go.opentelemetry.io/collector/exporter/exporterhelper v0.143.0
	go.opentelemetry.io/collector/exporter/exporterhelper/xexporterhelper v0.143.0 // indirect
	go.opentelemetry.io/collector/exporter/exportertest v0.143.0
	go.opentelemetry.io/collector/exporter/xexporter v0.143.0
	go.opentelemetry.io/collector/extension/extensionauth v1.49.0 // indirect
	go.opentelemetry.io/collector/extension/extensioncapabilities v0.143.0 // indirect
	go.opentelemetry.io/collector/extension/extensionmiddleware v0.143.0 // indirect
	go.opentelemetry.io/collector/featuregate v1.49.0 // indirect
	go.opentelemetry.io/collector/internal/fanoutconsumer v0.143.0 // indirect
	go.opentelemetry.io/collector/internal/memorylimiter v0.143.0 // indirect
	go.opentelemetry.io/collector/internal/sharedcomponent v0.143.0 // indirect
	go.opentelemetry.io/collector/internal/telemetry v0.143.0 // indirect
	go.opentelemetry.io/collector/pdata/pprofile v0.143.0 // indirect
	go.opentelemetry.io/collector/pdata/testdata v0.143.0 // indirect
	go.opentelemetry.io/collector/pdata/xpdata v0.143.0 // indirect
	go.opentelemetry.io/collector/pipeline/xpipeline v0.143.0 // indirect
	go.opentelemetry.io/collector/processor/processorhelper/xprocessorhelper v0.143.0 // indirect
	go.opentelemetry.io/collector/processor/xprocessor v0.143.0 // indirect
	go.opentelemetry.io/collector/receiver/receiverhelper v0.143.0 // indirect
	go.opentelemetry.io/collector/receiver/receivertest v0.143.0 // indirect
	go.opentelemetry.io/collector/receiver/xreceiver v0.143.0 // indirect
	go.opentelemetry.io/collector/service/hostcapabilities v0.143.0 // indirect
	go.opentelemetry.io/contrib/bridges/otelzap v0.13.0 // indirect
	go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc v0.63.0 // indirect
	go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp v0.63.0 // indirect
	go.opentelemetry.io/contrib/otelconf v0.18.0 // indirect
	go.opentelemetry.io/contrib/propagators/b3 v1.38.0 // indirect
	go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc v0.20.0 // indirect
	go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp v0.20.0 // indirect
	go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc v1.44.0 // indirect
	go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp v1.44.0 // indirect
	go.opentelemetry.io/otel/exporters/otlp/otlptrace v1.44.0 // indirect
	go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc v1.44.0 // indirect
	go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp v1.44.0 // indirect
	go.opentelemetry.io/otel/exporters/prometheus v0.60.0 // indirect
	go.opentelemetry.io/otel/exporters/stdout/stdoutlog v0.20.0 // indirect
	go.opentelemetry.io/otel/exporters/stdout/stdoutmetric v1.44.0 // indirect
	go.opentelemetry.io/otel/exporters/stdout/stdouttrace v1.44.0 // indirect
	go.opentelemetry.io/otel/log v0.20.0 // indirect
	go.opentelemetry.io/otel/sdk v1.44.0 // indirect
	go.opentelemetry.io/otel/sdk/log v0.20.0 // indirect
	go.opentelemetry.io/proto/otlp v1.10.0
	go.uber.org/multierr v1.11.0 // indirect
	go.yaml.in/yaml/v2 v2.4.3 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/exp v0.0.0-20250408133849-7e4ce0ab07d0 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	gonum.org/v1/gonum v0.17.0 // indirect
	google.golang.org/genproto/googleapis/api v0.0.0-20260526163538-3dc84a4a5aaa // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20260526163538-3dc84a4a5aaa // indirect
	google.golang.org/grpc v1.83.2
	google.golang.org/protobuf v1.36.11
	gopkg.in/yaml.v3 v3.0.1 // indirect
)
