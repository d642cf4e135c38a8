package rpc

import (
	"bytes"
	"cmp"
	"fmt"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wpengine/engine/api"
	"wpengine/openapi"
)

// defaultBodyLimit is how many bytes a body may have where the spec says nothing else.
const defaultBodyLimit = 1 << 20

// operation is one operation with all that can be known of it before it is called.
type operation struct {
	api.Operation
	schema *jsonschema.Schema
	limit  int64
	proof  bool  // as the spec has x-proof
	empty  error // what is wrong with {}, the body of every request that has nothing to say
}

func (s *Server) newOperation(promised *openapi.Operation, method api.Operation) (*operation, error) {
	if method.Role != promised.Role || method.BodyLimit != promised.BodyLimit {
		return nil, fmt.Errorf("rpc: the method for %s was generated from another spec; run make generate", promised.ID)
	}
	schema, err := s.schemas.compile("paths", promised.Path, "post", "requestBody", "content", "application/json", "schema")
	if err != nil {
		return nil, err
	}
	op := &operation{Operation: method, schema: schema, limit: cmp.Or(promised.BodyLimit, defaultBodyLimit), proof: promised.Proof}
	if err := schema.Validate(map[string]any{}); err != nil {
		op.empty = s.schemas.refuse(op.ID, err)
	}
	return op, nil
}

// read checks the body of a request for the operation. It returns the body for the method, and the client that it
// names, if any.
func (s *Server) read(op *operation, body []byte) (clean []byte, clientID string, err error) {
	if bytes.Equal(body, []byte("{}")) {
		return body, "", op.empty
	}
	object, clean, err := s.readers.object(body)
	if err != nil {
		return nil, "", err
	}
	if err := op.schema.Validate(object); err != nil {
		return nil, "", s.schemas.refuse(op.ID, err)
	}
	clientID, _ = object["clientId"].(string)
	return clean, clientID, nil
}
