package detect

// Efficiency is 1 up to the baseline of user turns and 1 / (1 + decay * (turns - baseline)) beyond it.
func Efficiency(turns, baseline int, decay float64) float64 {
	if turns <= baseline {
		return 1
	}
	return 1 / (1 + decay*float64(turns-baseline))
}
