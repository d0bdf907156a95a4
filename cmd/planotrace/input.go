package main

import (
	"io"
	"os"
)

// input is a file by its name in messages.
type input struct {
	name string
	open func() (io.ReadCloser, error)
}

// inputs are the files of a command line; standard input is "-", or no file at all.
func inputs(files []string, stdin io.Reader) []input {
	if len(files) == 0 {
		files = []string{"-"}
	}
	all := make([]input, len(files))
	for i, file := range files {
		if file == "-" {
			all[i] = input{"standard input", func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }}
		} else {
			all[i] = input{file, func() (io.ReadCloser, error) { return os.Open(file) }}
		}
	}
	return all
}
