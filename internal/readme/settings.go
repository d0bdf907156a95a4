package readme

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
)

// CheckSettings returns an error for each setting that the README does not name, names twice, or names though there is
// none, and for each default that is not that of the component. Defaults are compared as the collector decodes them.
func CheckSettings(markdown string, factory component.Factory) error {
	defaults := confmap.New()
	if err := defaults.Marshal(factory.CreateDefaultConfig()); err != nil {
		return err
	}
	documented, err := settingsOf(markdown)
	errs := []error{err}
	named := make(map[string]bool, len(documented))
	for _, s := range documented {
		if named[s.key] {
			errs = append(errs, fmt.Errorf("%s: named twice", s.key))
		}
		named[s.key] = true
		errs = append(errs, s.check(factory, defaults))
	}
	for _, key := range defaults.AllKeys() {
		if !isNamed(named, key) {
			errs = append(errs, fmt.Errorf("%s: not named in a table of settings", key))
		}
	}
	return errors.Join(errs...)
}

// check decodes the documented default alone, into a configuration without any.
func (s *setting) check(factory component.Factory, defaults *confmap.Conf) error {
	empty := reflect.New(reflect.TypeOf(factory.CreateDefaultConfig()).Elem()).Interface()
	if err := confmap.NewFromStringMap(map[string]any{s.key: s.value}).Unmarshal(empty); err != nil {
		return fmt.Errorf("%s: %w", s.key, err)
	}
	decoded := confmap.New()
	if err := decoded.Marshal(empty); err != nil {
		return err
	}
	documented, actual := decoded.Get(s.key), defaults.Get(s.key)
	if isEmpty(documented) && isEmpty(actual) || reflect.DeepEqual(documented, actual) {
		return nil
	}
	return fmt.Errorf("%s: default must be %v, is documented as %v", s.key, actual, documented)
}

// isEmpty is true for a list or a map without entries, which need not be there.
func isEmpty(value any) bool {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	}
	return false
}

// isNamed is true for a key below a named one too: the entry of a map whose whole default is documented.
func isNamed(named map[string]bool, key string) bool {
	for !named[key] {
		end := strings.LastIndex(key, confmap.KeyDelimiter)
		if end < 0 {
			return false
		}
		key = key[:end]
	}
	return true
}
