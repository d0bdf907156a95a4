package records

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const testLimit = 1 << 20

// read returns the records of a text as "number:data" or "number!error".
func read(t *testing.T, text string) ([]string, error) {
	t.Helper()
	var got []string
	err := Read(strings.NewReader(text), testLimit, func(batch []Record) bool {
		for i := range batch {
			r := &batch[i]
			if r.Err != nil {
				got = append(got, fmt.Sprintf("%d!%v", r.Number, r.Err))
			} else {
				got = append(got, fmt.Sprintf("%d:%s", r.Number, r.Data))
			}
		}
		return true
	})
	return got, err
}

const (
	one = `{"id":1,"messages":[]}`
	two = `{"id":2,"messages":[{"a":"}\"]"}]}`
)

func TestFormats(t *testing.T) {
	pretty := "{\n  \"id\": 2,\n  \"messages\": []\n}"
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"lines":                         {one + "\n\n" + two, []string{"1:" + one, "3:" + two}},
		"lines, the first is blank":     {"\r\n " + one + "\r\n" + two + "\n", []string{"2:" + one, "3:" + two}},
		"byte order mark":               {"\ufeff" + one + "\n" + two, []string{"1:" + one, "2:" + two}},
		"byte order mark, pretty":       {"\ufeff" + pretty, []string{"1:" + pretty}},
		"broken line between":           {one + "\n{\n" + two, []string{"1:" + one, "2:{", "3:" + two}},
		"broken first line":             {"{\"id\": 1\n" + one + "\n", []string{"1:{\"id\": 1", "2:" + one}},
		"log lines around":              {"starting\n" + one + "\ndone", []string{"1:starting", "2:" + one, "3:done"}},
		"pretty":                        {pretty, []string{"1:" + pretty}},
		"pretty, one after the other":   {pretty + "\n" + pretty + "\n", []string{"1:" + pretty, "5:" + pretty}},
		"array on one line":             {"[" + one + "," + two + "]", []string{"1:[" + one + "," + two + "]"}},
		"array with a line an element":  {"[" + one + ",\n" + two + "\n]\n", []string{"1:" + one, "2:" + two}},
		"array, pretty":                 {"[\n  " + pretty + ",\n" + two + "\n]", []string{"2:" + pretty, "6:" + two}},
		"array with scalars":            {"[\n" + one + ",7,\n\"a]b\"\n]", []string{"2:" + one, "2:7", "3:\"a]b\""}},
		"array that is cut off":         {"[\n" + one + ",\n{\"id\":", []string{"2:" + one, "3:{\"id\":"}},
		"array with a broken element":   {"[\n" + one + ",\n{,},\n" + two + "]", []string{"2:" + one, "3:{,}", "4:" + two}},
		"pretty OTLP":                   {"{\n\"resourceSpans\": []}", []string{"1:{\n\"resourceSpans\": []}"}},
		"protobuf":                      {"\n\x02\x12\x00", []string{"1:\n\x02\x12\x00"}},
		"protobuf with lengths":         {"\x00\x00\x00\x04\n\x02\x12\x00\x00\x00\x00\x02\n\x00", []string{"1:\n\x02\x12\x00", "2:\n\x00"}},
		"protobuf that is cut off":      {"\x00\x00\x00\x02\n\x00\x00\x00\x00\x04\n", []string{"1:\n\x00", "2!cut off: unexpected EOF"}},
		"new line before a JSON object": {"\n" + one, []string{"2:" + one}},
		"nothing":                       {"", nil},
		"white space":                   {" \n\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, tt.text)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestUnreadableFiles(t *testing.T) {
	for text, want := range map[string]string{
		"a,b\n1,2\n":                            "plain text",
		"<html>":                                "HTML or XML",
		"\x1f\x8b\x08\x00":                      "gzip",
		"\xff\xfe{\x00}\x00":                    "UTF-16 text",
		"\x7fELF\x02\x01\x01\x00":               "binary data",
		`{"a":1,"b":2}` + "\n" + `[]`:           "JSON objects with the keys a, b",
		`{"a":1,"b":2,"c":1,"d":1,"e":1,"f":1}`: "JSON objects with the keys a, b, c, d, e, ...",
		"[\n{\"role\":1}]":                      "JSON objects with the keys role",
		"[1,\n2]":                               "JSON without conversations",
		"7":                                     "JSON without conversations",
		"[{\"resourceLogs\":[]}]":               "OTLP logs",
		`{"resourceMetrics":[]}`:                "OTLP metrics",
		"{\n\"messages\": [],\n}": "JSON with an error in the value of line 1 " +
			"(invalid character '}' looking for beginning of object key string)",
	} {
		got, err := read(t, text)
		assert.Empty(t, got)
		var unreadable *UnreadableError
		if assert.ErrorAs(t, err, &unreadable, text) {
			assert.Equal(t, want, unreadable.LooksLike, text)
			assert.Contains(t, err.Error(), "looks like "+want+"; must be conversations")
		}
	}
}

func TestTooLongRecordsArePassedOver(t *testing.T) {
	long := `{"messages":"` + strings.Repeat("x", testLimit) + `"}`
	fits := `{"messages":"` + strings.Repeat("x", testLimit-len(`{"messages":""}`)) + `"}`
	frame := func(message string) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(len(message)))) + message
	}
	for name, tt := range map[string]struct {
		text, what string
		number     int
	}{
		"lines":                 {one + "\n" + long + "\n" + fits + "\n", "line", 2},
		"array":                 {"[\n" + one + ",\n" + long + ",\n" + fits + "]", "JSON value", 3},
		"protobuf with lengths": {frame("\n"+one) + frame("\n"+long) + frame("\n"+fits[1:]), "protobuf message", 2},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, tt.text)
			require.NoError(t, err)
			require.Len(t, got, 3)
			assert.Equal(t, fmt.Sprintf("%d!%s: too long, must be at most %d bytes", tt.number, tt.what, testLimit), got[1])
			assert.Len(t, got[2], len("3:")+testLimit)
		})
	}
	got, err := read(t, "\n\x12"+long)
	require.NoError(t, err)
	assert.Equal(t, []string{fmt.Sprintf("1!protobuf message: too long, must be at most %d bytes", testLimit)}, got)
}

// endless is one line without an end. It watches the heap.
type endless struct {
	left     int
	peakHeap uint64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	e.left -= n
	for i := range p[:n] {
		p[i] = 'x'
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	e.peakHeap = max(e.peakHeap, memory.HeapInuse)
	return n, nil
}

func TestEndlessRecordsStayNearTheLimit(t *testing.T) {
	const (
		size    = 64 << 20
		allowed = 32 << 20
	)
	for name, begin := range map[string]string{"line": one + "\n{", "array": "[\n" + one + ",\n{\""} {
		t.Run(name, func(t *testing.T) {
			file := &endless{left: size}
			var errs []error
			err := Read(io.MultiReader(strings.NewReader(begin), file), testLimit, func(batch []Record) bool {
				for i := range batch {
					errs = append(errs, batch[i].Err)
				}
				return true
			})
			require.NoError(t, err)
			require.Len(t, errs, 2)
			require.NoError(t, errs[0])
			require.ErrorIs(t, errs[1], ErrTooLong)
			assert.Less(t, file.peakHeap, uint64(allowed))
		})
	}
}

func TestReadStops(t *testing.T) {
	calls := 0
	err := Read(strings.NewReader(strings.Repeat(one+"\n", 100_000)), testLimit, func([]Record) bool {
		calls++
		return false
	})
	require.NoError(t, err)
	assert.Equal(t, 1, calls)
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("disk on fire")
	for _, begin := range []string{"", one + "\n", "[\n" + one, "\x00\x00\x00\x08\n\x00", "\n\x01"} {
		err := Read(io.MultiReader(strings.NewReader(begin), iotest.ErrReader(broken)), testLimit, func([]Record) bool { return true })
		require.ErrorIs(t, err, broken, "%q", begin)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(one + "\n" + two)
	f.Add("[\n" + one + ",\n" + two + "]")
	f.Add("\x00\x00\x00\x02\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		err := Read(strings.NewReader(text), 64, func(batch []Record) bool {
			for i := range batch {
				r := &batch[i]
				if (r.Err == nil) == (len(r.Data) == 0) && !r.Protobuf {
					t.Errorf("record %d: %q, %v", r.Number, r.Data, r.Err)
				}
				if len(r.Data) > 64 {
					t.Errorf("record %d of %d bytes", r.Number, len(r.Data))
				}
			}
			return true
		})
		var unreadable *UnreadableError
		if err != nil && !errors.As(err, &unreadable) {
			t.Error(err)
		}
	})
}
