package spanstore

const childDir = "SPANSTORE_TEST_DIR"

func appendUntilKilled(string) int { return 0 }
