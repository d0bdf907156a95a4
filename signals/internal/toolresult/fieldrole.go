package toolresult

import "strings"

// fieldRole is what the field of a structured result tells.
type fieldRole uint8

const (
	roleNone fieldRole = iota
	// roleError holds an error, or is empty, null or false.
	roleError
	// roleMessage explains a failure that another field tells of.
	roleMessage
	// roleStatus is an HTTP status or a word like "failed".
	roleStatus
	roleFlagOK
	roleFlagFailed
	roleExit
	// roleWrapper holds the result proper.
	roleWrapper
	// roleList holds the items that a search found.
	roleList
)

// fieldRoles are keyed by field names in lower case without separators.
var fieldRoles = map[string]fieldRole{
	"error": roleError, "errors": roleError, "errormessage": roleError, "errormsg": roleError,
	"err": roleError, "exception": roleError, "stderr": roleNone, "fault": roleError, "errordetail": roleError,

	"message": roleMessage, "msg": roleMessage, "detail": roleMessage, "details": roleMessage,
	"title": roleMessage, "reason": roleMessage, "description": roleMessage, "info": roleMessage,

	"status": roleStatus, "statuscode": roleStatus, "code": roleStatus, "httpstatus": roleStatus,
	"responsecode": roleStatus, "errorcode": roleStatus, "httpcode": roleStatus,

	"success": roleFlagOK, "ok": roleFlagOK, "succeeded": roleFlagOK, "successful": roleFlagOK,
	"iserror": roleFlagFailed, "failed": roleFlagFailed, "haserror": roleFlagFailed, "isfailed": roleFlagFailed,

	"exitcode": roleExit, "returncode": roleExit, "exitstatus": roleExit, "rc": roleExit,

	"response": roleWrapper, "result": roleWrapper, "output": roleWrapper, "body": roleWrapper,
	"content": roleWrapper, "meta": roleWrapper, "data": roleWrapper, "toolresult": roleWrapper,

	"results": roleList, "items": roleList, "hits": roleList, "matches": roleList, "rows": roleList,
	"records": roleList, "entries": roleList, "documents": roleList,
}

const maxFieldName = 24

// roleOf finds the role of a field, whatever the case and the separators of its name.
func roleOf(key string) fieldRole {
	if len(key) > maxFieldName {
		return roleNone
	}
	var buf [maxFieldName]byte
	n := 0
	for i := 0; i < len(key); i++ {
		switch c := key[i]; {
		case c >= 'A' && c <= 'Z':
			buf[n] = c | 0x20
			n++
		case c != '_' && c != '-' && c != ' ':
			buf[n] = c
			n++
		}
	}
	return fieldRoles[string(buf[:n])]
}

func isWordOf(value string, words ...string) bool {
	for _, w := range words {
		if strings.EqualFold(value, w) {
			return true
		}
	}
	return false
}

// saysNothing says whether the value of an error field tells of no error.
func saysNothing(value string) bool {
	value = strings.TrimSpace(value)
	return value == "" || isWordOf(value, "none", "null", "false", "no", "0", "ok", "success", "no error", "[]", "{}")
}
