package gogen

import (
	"fmt"
	"path"
	"strings"

	"wpengine/openapi"
)

// idempotencyKey is the header parameter that makes an operation idempotent.
const idempotencyKey = "Idempotency-Key"

// writeOperations writes one interface per group and the function Operations.
func writeOperations(b *strings.Builder, spec *openapi.Spec) error {
	b.WriteString("import \"context\"\n\n")
	for _, g := range spec.Groups {
		service := goName(g.Name) + "Service"
		comment(b, "", service, "the operations of the group "+g.Name+".")
		fmt.Fprintf(b, "type %s interface {\n", service)
		for _, op := range g.Operations {
			comment(b, "\t", "", op.Op.Summary+".")
			fmt.Fprintf(b, "\t%s(context.Context, *%s) (*%s, error)\n", goName(op.Name), requestType(op), responseType(op))
		}
		b.WriteString("}\n\n")
	}
	b.WriteString("// Operations binds every operation of the spec to the service that carries it out, in the spec's order.\n")
	b.WriteString("func Operations(\n")
	for _, g := range spec.Groups {
		fmt.Fprintf(b, "\t%s %sService,\n", g.Name, goName(g.Name))
	}
	b.WriteString(") []Operation {\n\treturn []Operation{\n")
	for _, op := range spec.Operations {
		fmt.Fprintf(b, "\t\t{ID: %q, Group: %q, Name: %q, ", op.ID, op.Group, op.Name)
		if op.Role != "" {
			fmt.Fprintf(b, "Role: %q, ", op.Role)
		}
		if op.BodyLimit != 0 {
			fmt.Fprintf(b, "BodyLimit: %d, ", op.BodyLimit)
		}
		if isIdempotent(op) {
			b.WriteString("Idempotent: true, ")
		}
		fmt.Fprintf(b, "Call: bind(%s.%s)},\n", op.Group, goName(op.Name))
	}
	b.WriteString("\t}\n}\n")
	return nil
}

func requestType(op *openapi.Operation) string  { return goName(path.Base(op.Request().Ref)) }
func responseType(op *openapi.Operation) string { return goName(path.Base(op.Response("200").Ref)) }

func isIdempotent(op *openapi.Operation) bool {
	for _, p := range op.Op.Parameters {
		if p.Value != nil && p.Value.In == "header" && p.Value.Name == idempotencyKey {
			return true
		}
	}
	return false
}
