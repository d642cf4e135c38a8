package snippet

import (
	"fmt"
	"strconv"
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/verify"
	"wpengine/openapi/document"
)

// Request says why a body is none of an operation's request; "" if it may be one.
func (a *API) Request(op *document.Operation, body any) string {
	if op.Body == nil {
		return fmt.Sprintf("%s takes no body", nameOf(op))
	}
	return a.body("request of "+nameOf(op), op.Body.Contents, body, verify.Request)
}

// Answer says why a body is none of an operation's answers with a status; "" if it may be one.
func (a *API) Answer(op *document.Operation, status string, body any) string {
	var found *document.Response
	for _, r := range op.Responses {
		switch {
		case r.Status == status:
			found = r
		case found == nil && (strings.EqualFold(r.Status, status[:1]+"XX") || r.Status == "default"):
			found = r
		}
	}
	if found == nil {
		return fmt.Sprintf("%s has no answer %s in the spec", nameOf(op), status)
	}
	return a.body("answer "+status+" of "+nameOf(op), found.Contents, body, verify.Response)
}

// body holds a value against the first of the contents that is JSON.
func (a *API) body(what string, contents []*document.Content, body any, mode verify.Mode) string {
	for _, content := range contents {
		if !request.IsJSON(content.MediaType) || content.Schema == nil {
			continue
		}
		reasons, err := a.verifier.Value(content.Schema, body, mode)
		if err != nil {
			return ""
		}
		for _, reason := range reasons {
			if !unknownAt(body, reason.Path) {
				return fmt.Sprintf("this is no %s: %s", what, reason)
			}
		}
		return ""
	}
	return ""
}

// nameOf is the operation as its author calls it.
func nameOf(op *document.Operation) string {
	if op.OperationID != "" {
		return op.OperationID
	}
	return op.Method + " " + op.Path
}

// unknownAt reports a value that nobody knows yet, or that has such among its items.
func unknownAt(value any, path []string) bool {
	for _, name := range path {
		switch v := value.(type) {
		case map[string]any:
			value = v[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(v) {
				return false
			}
			value = v[i]
		}
	}
	switch v := value.(type) {
	case string:
		return strings.Contains(v, Unknown) || elided(v)
	case stringified:
		return true
	case []any:
		for _, item := range v {
			if unknownAt(item, nil) {
				return true
			}
		}
	}
	return false
}
