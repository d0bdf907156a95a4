package planonaming

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// reading is one way to read an attribute of signals.
type reading uint8

const (
	readQuality reading = iota + 1
	readTraceQuality
	readTraceSpanID
	readScore
	readFlagged
	readEscalation
	readFrustrationSeverity
	readFrustrationLevel
	readCategorySeverity
	readCategoryCount
	// readCategoryRatio is a count for each of the user's turns.
	readCategoryRatio
)

// field is what an attribute says, and of which category.
type field struct {
	reading  reading
	category signals.Category
}

// maxFieldLength is the length in bytes of the longest name that is read, without its namespace.
const maxFieldLength = 48

// fields are the attributes of both families, without their namespace. Where the documented family has a count
// only, its severity is that of the taxonomy.
var fields = func() map[string]field {
	byName := map[string]field{
		semconv.SignalsQuality:             {reading: readQuality},
		semconv.SignalsTraceQuality:        {reading: readTraceQuality},
		semconv.SignalsTraceSpanID:         {reading: readTraceSpanID},
		semconv.SignalsQualityScore:        {reading: readScore},
		semconv.SignalsFlagged:             {reading: readFlagged},
		semconv.SignalsEscalationRequested: {reading: readEscalation},
		semconv.SignalsFrustrationSeverity: {reading: readFrustrationSeverity},
		semconv.SignalsFrustrationLevel:    {reading: readFrustrationLevel},
		semconv.SignalsRepairCount:         {readCategoryCount, signals.Misalignment},
		semconv.SignalsRepairRatio:         {readCategoryRatio, signals.Misalignment},
		semconv.SignalsFollowUpRepairCount: {readCategoryCount, signals.Misalignment},
		semconv.SignalsFollowUpRepairRatio: {readCategoryRatio, signals.Misalignment},
		semconv.SignalsRepetitionCount:     {readCategoryCount, signals.Stagnation},
	}
	for c := signals.Category(0); c < signals.CategoryCount; c++ {
		byName[semconv.SignalsCategorySeverity(c.String())] = field{readCategorySeverity, c}
		byName[semconv.SignalsCategoryCount(c.String())] = field{readCategoryCount, c}
	}
	short := make(map[string]field, len(byName))
	for name, f := range byName {
		short[strings.TrimPrefix(name, semconv.SignalsNamespace)] = f
	}
	return short
}()

// fieldOf finds the field of an attribute's name, in any letter case.
func fieldOf(name string) (field, bool) {
	const namespace = semconv.SignalsNamespace
	if len(name) <= len(namespace) || name[0]|0x20 != namespace[0] || name[len(namespace)-1] != '.' ||
		len(name) > len(namespace)+maxFieldLength || !strings.EqualFold(name[:len(namespace)], namespace) {
		return field{}, false
	}
	var buf [maxFieldLength]byte
	n := copy(buf[:], name[len(namespace):])
	for i, c := range buf[:n] {
		if 'A' <= c && c <= 'Z' {
			buf[i] = c + 'a' - 'A'
		}
	}
	f, ok := fields[string(buf[:n])]
	return f, ok
}
