package gogen

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"wpengine/openapi"
)

// writeSchemas writes a struct for each object schema and a string type for each enum. Other
// named schemas, such as an id, are their Go type wherever they are used.
func writeSchemas(b *strings.Builder, spec *openapi.Spec) error {
	var body strings.Builder
	for _, name := range spec.ComponentNames() {
		schema := spec.Doc.Components.Schemas[name].Value
		switch {
		case schema.Type.Is("object"):
			if err := writeStruct(&body, name, schema); err != nil {
				return err
			}
		case isEnum(schema):
			writeEnum(&body, goName(name), schema)
		}
	}
	if strings.Contains(body.String(), "time.Time") {
		b.WriteString("import \"time\"\n\n")
	}
	b.WriteString(body.String())
	return nil
}

// writeStruct writes the struct of an object schema, the enums that only it has, and, for a
// request, the method that fills in what the caller left out.
func writeStruct(b *strings.Builder, name string, schema *openapi3.Schema) error {
	typeName := goName(name)
	comment(b, "", typeName, schema.Description)
	fmt.Fprintf(b, "type %s struct {\n", typeName)
	var enums, defaults strings.Builder
	for _, prop := range openapi.PropertyNames(schema) {
		ref := schema.Properties[prop]
		field := goName(prop)
		goType, err := typeOf(ref, typeName+field)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", name, prop, err)
		}
		if ref.Ref == "" && isEnum(ref.Value) {
			writeEnum(&enums, typeName+field, ref.Value)
		}
		tag, required := prop, contains(schema.Required, prop)
		value, hasDefault := defaultOf(ref.Value)
		switch {
		case required:
		case strings.HasSuffix(name, "Request") && hasDefault:
			fmt.Fprintf(&defaults, "\tr.%s = %s\n", field, value)
		default:
			tag += ",omitempty"
			if !strings.HasPrefix(goType, "[]") {
				goType = "*" + goType
			}
		}
		comment(b, "\t", "", ref.Value.Description)
		fmt.Fprintf(b, "\t%s %s `json:%q`\n", field, goType, tag)
	}
	b.WriteString("}\n\n")
	if defaults.Len() > 0 {
		fmt.Fprintf(b, "func (r *%s) setDefaults() {\n%s}\n\n", typeName, defaults.String())
	}
	b.WriteString(enums.String())
	return nil
}

// typeOf returns the Go type of a schema; enumName names it if it is an enum of its own.
func typeOf(ref *openapi3.SchemaRef, enumName string) (string, error) {
	schema := ref.Value
	if isEnum(schema) {
		if ref.Ref != "" {
			return goName(path.Base(ref.Ref)), nil
		}
		return enumName, nil
	}
	switch {
	case schema.Type.Is("object"):
		if ref.Ref == "" {
			return "", fmt.Errorf("give the object a name under components/schemas and refer to it")
		}
		return goName(path.Base(ref.Ref)), nil
	case schema.Type.Is("array"):
		item, err := typeOf(schema.Items, enumName+"Item")
		return "[]" + item, err
	case schema.Type.Is("string") && schema.Format == "date-time":
		return "time.Time", nil
	case schema.Type.Is("string"):
		return "string", nil
	case schema.Type.Is("integer"):
		return "int", nil
	case schema.Type.Is("number"):
		return "float64", nil
	case schema.Type.Is("boolean"):
		return "bool", nil
	}
	return "", fmt.Errorf("no Go type for the schema's type %v", schema.Type)
}

func isEnum(schema *openapi3.Schema) bool {
	return schema.Type.Is("string") && len(schema.Enum) > 0
}

func writeEnum(b *strings.Builder, typeName string, schema *openapi3.Schema) {
	comment(b, "", typeName, schema.Description)
	fmt.Fprintf(b, "type %s string\n\n// The values of %s.\nconst (\n", typeName, typeName)
	for _, v := range schema.Enum {
		s := fmt.Sprint(v)
		fmt.Fprintf(b, "\t%s %s = %q\n", typeName+goName(s), typeName, s)
	}
	b.WriteString(")\n\n")
}

// defaultOf returns the schema's default as Go source.
func defaultOf(schema *openapi3.Schema) (string, bool) {
	switch v := schema.Default.(type) {
	case string:
		return strconv.Quote(v), true
	case bool:
		return strconv.FormatBool(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case int, int64, uint64:
		return fmt.Sprint(v), true
	}
	return "", false
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
