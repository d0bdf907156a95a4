package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
)

const (
	// stopTimeout is how long the collector may take to export what it holds and end.
	stopTimeout = 30 * time.Second
	// stopPoll is how often it is looked whether it has.
	stopPoll = 50 * time.Millisecond
)

func newStopCommand(e *environment) *cobra.Command {
	return &cobra.Command{
		Use:     "stop",
		Aliases: []string{"down"},
		Short:   "Stop the collector that planotrace listen started",
		Args:    noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return stopCollector(e, command) },
	}
}

func stopCollector(e *environment, command *cobra.Command) error {
	directory, err := e.stateDirectory()
	if err != nil {
		return err
	}
	running, err := isRunning(directory)
	if err != nil {
		return err
	}
	if !running {
		return writeText(command, "No background trace listener running: `planotrace listen` started none.\n")
	}
	pid, err := readPID(directory)
	if err != nil {
		return err
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	if err := terminate(process); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("process %d: %w", pid, err)
	}
	if err := waitUntilStopped(command.Context(), directory, pid); err != nil {
		return err
	}
	return writeText(command, "Trace listener stopped.\n")
}

func waitUntilStopped(ctx context.Context, directory string, pid int) error {
	ctx, cancel := context.WithTimeout(ctx, stopTimeout)
	defer cancel()
	poll := time.NewTicker(stopPoll)
	defer poll.Stop()
	for {
		running, err := isRunning(directory)
		if err != nil || !running {
			return err
		}
		select {
		case <-poll.C:
		case <-ctx.Done():
			return fmt.Errorf("process %d did not stop within %s", pid, stopTimeout)
		}
	}
}
