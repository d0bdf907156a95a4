package traceapi

// Text returns the value whatever its type; empty where no field is set.
func (v Value) Text() string {
	for _, field := range []*string{v.String, v.Int, v.Double, v.Bool} {
		if field != nil {
			return *field
		}
	}
	return ""
}
