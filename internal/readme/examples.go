package readme

import (
	"errors"
	"fmt"
	"regexp"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/xconfmap"
)

var yamlBlock = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")

// Examples returns the configurations of a component that the YAML blocks of a README hold, decoded on top of its
// defaults and validated. A block that can't be used is an error.
func Examples(markdown string, factory component.Factory) ([]component.Config, error) {
	var configs []component.Config
	var errs []error
	for _, block := range yamlBlock.FindAllStringSubmatch(markdown, -1) {
		found, err := examplesIn(block[1], factory)
		if err != nil {
			errs = append(errs, fmt.Errorf("%w in\n%s", err, block[1]))
		}
		configs = append(configs, found...)
	}
	return configs, errors.Join(errs...)
}

func examplesIn(block string, factory component.Factory) ([]component.Config, error) {
	retrieved, err := confmap.NewRetrievedFromYAML([]byte(block))
	if err != nil {
		return nil, err
	}
	conf, err := retrieved.AsConf()
	if err != nil {
		return nil, err
	}
	var configs []component.Config
	for section, content := range conf.ToStringMap() {
		components, ok := content.(map[string]any)
		if !ok || section == "service" {
			continue
		}
		for name := range components {
			var id component.ID
			if err := id.UnmarshalText([]byte(name)); err != nil {
				return nil, fmt.Errorf("%s: %w", section, err)
			}
			if id.Type() != factory.Type() {
				continue
			}
			config, err := load(conf, section+confmap.KeyDelimiter+name, factory)
			if err != nil {
				return nil, fmt.Errorf("%s%s%s: %w", section, confmap.KeyDelimiter, name, err)
			}
			configs = append(configs, config)
		}
	}
	return configs, nil
}

func load(conf *confmap.Conf, path string, factory component.Factory) (component.Config, error) {
	section, err := conf.Sub(path)
	if err != nil {
		return nil, err
	}
	config := factory.CreateDefaultConfig()
	if err := section.Unmarshal(config); err != nil {
		return nil, err
	}
	return config, xconfmap.Validate(config)
}
