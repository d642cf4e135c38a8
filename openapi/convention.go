package openapi

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"gopkg.in/yaml.v3"
)

// checkConventions reports everything in which the engine's own spec breaks the rules that the
// rest of the house is built on, each with its file and line.
func checkConventions(s *Spec, fsys fs.FS) error {
	var errs []error
	for _, op := range s.Operations {
		report := func(format string, args ...any) {
			errs = append(errs, fmt.Errorf("%s:%d: %s %s: %s", op.File, op.Line, op.Method, op.Path, fmt.Sprintf(format, args...)))
		}
		if op.Method != "POST" {
			report("every operation is a POST")
		}
		if want := "/" + op.Group + "/" + op.Name; op.Path != want {
			report("the path is /<group>/<operation>, %s", want)
		}
		if want := op.Group + "." + op.Name; op.ID != want || op.Op.OperationID == "" {
			report("operationId is <group>.<operation>, %s", want)
		}
		if len(op.Op.Tags) != 1 || op.File != op.Group+".yaml" {
			report("an operation has one tag, and is in the file of that name")
		}
		if op.Op.Summary == "" || op.Op.Description == "" {
			report("summary and description are needed")
		}
		if op.Role != "" && op.Role != "admin" {
			report("x-role is admin or not there, not %q", op.Role)
		}
		for _, name := range []string{"x-reads", "x-proof"} {
			if x, ok := op.Op.Extensions[name]; ok && x != true {
				report("%s is true or not there, not %v", name, x)
			}
		}
		if op.BodyLimit < 0 {
			report("x-body-limit is a number of bytes")
		}
		checkBodies(op, report)
		checkStatuses(op, report)
	}
	errs = append(errs, checkListed(s, fsys)...)
	for _, name := range s.ComponentNames() {
		checkSchema(s.Doc.Components.Schemas[name].Value, name, func(at, problem string) {
			errs = append(errs, fmt.Errorf("schema %s: %s", at, problem))
		})
	}
	return errors.Join(errs...)
}

func checkBodies(op *Operation, report func(string, ...any)) {
	request := op.Request()
	if request == nil || !op.Op.RequestBody.Value.Required {
		report("a required application/json body is needed")
	} else {
		if !strings.HasPrefix(request.Ref, "#/components/schemas/") || !strings.HasSuffix(request.Ref, "Request") {
			report("the body's schema is a named one, …Request")
		}
		if mt := op.Op.RequestBody.Value.Content["application/json"]; mt.Example == nil && len(mt.Examples) == 0 {
			report("the body needs an example")
		}
	}
	if response := op.Response("200"); response == nil {
		report("a 200 response in application/json is needed")
	} else {
		if !strings.HasPrefix(response.Ref, "#/components/schemas/") {
			report("the response's schema is a named one")
		}
		if mt := op.Op.Responses.Value("200").Value.Content["application/json"]; mt.Example == nil && len(mt.Examples) == 0 {
			report("the 200 response needs an example")
		}
	}
}

// checkStatuses insists on the answers that the engine has for every operation.
func checkStatuses(op *Operation, report func(string, ...any)) {
	want := []string{"400", "401", "403", "413", "415", "429", "500", "503"}
	for _, p := range op.Op.Parameters {
		if p.Value != nil && p.Value.Name == "Idempotency-Key" {
			want = append(want, "409", "422")
			if op.Reads {
				report("what only reads takes no Idempotency-Key")
			}
		}
	}
	for _, status := range want {
		if op.Op.Responses.Value(status) == nil {
			report("the response %s is missing: any operation can answer with it", status)
		}
	}
}

// checkListed finds the operations of the groups' files that the root document does not refer to:
// they would silently not exist.
func checkListed(s *Spec, fsys fs.FS) []error {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return []error{err}
	}
	var errs []error
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return []error{err}
		}
		var file struct {
			Paths map[string]yaml.Node `yaml:"paths"`
		}
		if err := yaml.Unmarshal(data, &file); err != nil {
			return []error{fmt.Errorf("%s: %w", name, err)}
		}
		for path, item := range file.Paths {
			if s.Doc.Paths.Value(path) == nil {
				errs = append(errs, fmt.Errorf("%s:%d: %s is not listed under paths in %s", name, item.Line-1, path, Root))
			}
		}
	}
	return errs
}

// checkSchema insists that objects are closed, and that everything is described.
func checkSchema(schema *openapi3.Schema, at string, report func(at, problem string)) {
	if schema == nil {
		return
	}
	if schema.Description == "" {
		report(at, "a description is needed")
	}
	if schema.Type.Is("object") {
		if has := schema.AdditionalProperties.Has; has == nil || *has {
			report(at, "objects are closed: additionalProperties: false")
		}
		for _, name := range PropertyNames(schema) {
			if p := schema.Properties[name]; p.Ref == "" {
				checkSchema(p.Value, at+"."+name, report)
			}
		}
	}
	if schema.Type.Is("array") {
		if schema.Items == nil {
			report(at, "an array needs items")
		} else if schema.Items.Ref == "" {
			checkSchema(schema.Items.Value, at+"[]", report)
		}
	}
}
