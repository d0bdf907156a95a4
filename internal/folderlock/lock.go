// Package folderlock keeps a folder to one user at a time, over processes too.
package folderlock

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// ErrInUse says that this process or another one has the folder.
var ErrInUse = errors.New("in use")

// Name is the name of the file in the folder that is locked. It holds the id of the process that locked it last.
const Name = "lock"

// maxID is how many digits the id of a process has at most.
const maxID = 20

// Take keeps others out of a folder until the file is closed. Where another one has it, the error is ErrInUse and names the
// process where that is known.
func Take(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, Name), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := take(file); err != nil {
		if errors.Is(err, ErrInUse) {
			err = fmt.Errorf("%w%s", err, holder(file))
		}
		return nil, errors.Join(fmt.Errorf("%s: %w", dir, err), file.Close())
	}
	// Who can't read the id is told less, that is all: a full disk must not keep the folder from being used.
	if file.Truncate(0) == nil {
		_, _ = file.WriteAt(strconv.AppendInt(nil, int64(os.Getpid()), 10), 0)
	}
	return file, nil
}

// holder names the process that wrote its id, if it can be read.
func holder(file *os.File) string {
	id, err := io.ReadAll(io.LimitReader(file, maxID))
	if err != nil {
		return ""
	}
	if _, err := strconv.ParseUint(string(id), 10, 64); err != nil {
		return ""
	}
	return " by process " + string(id)
}
