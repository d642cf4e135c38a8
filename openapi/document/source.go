package document

import (
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// parse reads a file and what it says.
func (r *reader) parse(name string) (*Node, error) {
	if len(r.names) >= maxFiles {
		return nil, fmt.Errorf("%s: the document has more than %d files", name, maxFiles)
	}
	data, err := r.readAll(name)
	if err != nil {
		return nil, err
	}
	if len(r.schemas) == 0 {
		const bytesPerSchema = 256 // about; a map that needn't grow is filled in half the time
		r.schemas = make(map[*Node]*Schema, len(data)/bytesPerSchema)
	}
	if r.doc.size += len(data); r.doc.size > maxFileBytes {
		return nil, fmt.Errorf("%s: with this file, those of the document have more than %d MiB", name, maxFileBytes>>20)
	}
	r.names = append(r.names, name)
	r.hasIDs = append(r.hasIDs, strings.Contains(data, "$id") || strings.Contains(data, "$self"))
	file := int32(len(r.names) - 1)
	n, err := parseText(data, file, func(line, column int, message string) {
		r.note(Warning{Position: Position{name, line, column}, Message: message})
	})
	var syntax *syntaxError
	if errors.As(err, &syntax) {
		return nil, fmt.Errorf("%s:%d:%d: %s", name, syntax.line, syntax.column, syntax.message)
	}
	return n, err
}

// parseText reads JSON or YAML. What looks like JSON and isn't may still be YAML, of which JSON is a part.
func parseText(data string, file int32, warn warner) (*Node, error) {
	data, err := asUTF8(data, warn)
	if err != nil {
		return nil, err
	}
	trimmed := strings.TrimLeft(data, " \t\r\n")
	if trimmed == "" {
		return nil, errorAtStart("the file is empty")
	}
	switch trimmed[0] {
	case '{', '[', '/':
	case '<':
		return nil, errorAtStart("this is XML or HTML, not JSON or YAML")
	default:
		return parseYAML(data, file, warn)
	}
	var held heldWarnings // for the case that it is YAML
	n, err := parseJSON(data, file, held.hold)
	if err != nil {
		var syntax *syntaxError
		if errors.As(err, &syntax) && syntax.final {
			return nil, err
		}
		if n, second := parseYAML(data, file, warn); second == nil {
			return n, nil
		}
		return nil, err
	}
	held.say(warn)
	return n, nil
}

// heldWarnings are those of a reader that may give up.
type heldWarnings []syntaxError

func (h *heldWarnings) hold(line, column int, message string) {
	*h = append(*h, syntaxError{line: line, column: column, message: message})
}

func (h heldWarnings) say(warn warner) {
	for _, w := range h {
		warn(w.line, w.column, w.message)
	}
}

func errorAtStart(message string) error { return &syntaxError{line: 1, column: 1, message: message} }

// asUTF8 is a text without its byte order mark, and without what is no text.
func asUTF8(data string, warn warner) (string, error) {
	if strings.HasPrefix(data, "\xFF\xFE") || strings.HasPrefix(data, "\xFE\xFF") {
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().String(data)
		if err != nil {
			return "", errorAtStart("this is no UTF-16, though it begins as if it were")
		}
		return text, nil
	}
	data = strings.TrimPrefix(data, "\uFEFF")
	if !utf8.ValidString(data) {
		warn(1, 1, "the file has bytes that are no UTF-8; they are shown as \uFFFD")
		data = strings.ToValidUTF8(data, "\uFFFD")
	}
	return data, nil
}

// readAll reads a file of fsys, unpacked.
func (r *reader) readAll(name string) (string, error) {
	f, err := r.fsys.Open(name)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, plain(err))
	}
	defer func() { _ = f.Close() }() // only read
	size := int64(0)
	if info, err := f.Stat(); err == nil {
		if info.IsDir() {
			return "", fmt.Errorf("%s: this is a folder, not a file", name)
		}
		size = info.Size()
	}
	text, err := readText(f, size)
	if err == nil && path.Ext(name) == ".gz" {
		text, err = unpacked(text)
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, plain(err))
	}
	return text, nil
}

// readText reads all there is, of which somebody says how much it is.
func readText(from io.Reader, size int64) (string, error) {
	if size > maxFileBytes {
		return "", errTooLarge
	}
	var text strings.Builder
	text.Grow(int(size) + 1)
	if _, err := io.Copy(&text, io.LimitReader(from, maxFileBytes+1)); err != nil {
		return "", err
	}
	if text.Len() > maxFileBytes {
		return "", errTooLarge
	}
	return text.String(), nil
}

var errTooLarge = fmt.Errorf("the file has more than %d MiB", maxFileBytes>>20)

// unpacked is what is in a file that ends in .gz. Its last bytes say how much that is; if there is more, it is counted
// first, so that no more memory is taken than is needed.
func unpacked(packed string) (string, error) {
	from, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		return "", err
	}
	size := int64(binary.LittleEndian.Uint32([]byte(packed[len(packed)-4:])))
	if size > maxFileBytes {
		return "", errTooLarge
	}
	text, err := readText(io.LimitReader(from, size+1), size)
	if err != nil || int64(len(text)) <= size {
		return text, err
	}
	more, err := io.Copy(io.Discard, io.LimitReader(from, maxFileBytes))
	if err != nil {
		return "", err
	}
	if from, err = gzip.NewReader(strings.NewReader(packed)); err != nil {
		return "", err
	}
	return readText(from, size+1+more)
}

// plain is an error of a file system without the path, which the message has already.
func plain(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// checkKind refuses what describes no API.
func (r *reader) checkKind(name string, root *Node) error {
	if root.Kind() != Object {
		return fmt.Errorf("%s:1: this is no API description: it has to be an object with a member openapi or swagger", name)
	}
	openapi, swagger := root.Get("openapi"), root.Get("swagger")
	switch {
	case swagger != nil:
		r.swagger, r.early = true, true
		r.doc.Format = "swagger " + swagger.Text()
		if !strings.HasPrefix(swagger.Text(), "2") {
			r.warn(swagger, "Swagger %q is read as 2.0", swagger.Text())
		}
	case openapi != nil:
		r.early = strings.HasPrefix(openapi.Text(), "3.0")
		r.doc.Format = "openapi " + openapi.Text()
		if !strings.HasPrefix(openapi.Text(), "3.") {
			r.warn(openapi, "OpenAPI %q is read as 3.1", openapi.Text())
		}
	case root.Get("paths") != nil || root.Get("webhooks") != nil || root.Get("components").Kind() == Object:
		r.doc.Format = "openapi"
		r.warn(root, "there is no member openapi, such as openapi: 3.1.0, so the document is read as that")
	default:
		return fmt.Errorf("%s:%d: this is %s; docs can be made of OpenAPI and Swagger documents, which have a member openapi, such as openapi: 3.1.0, or swagger",
			name, max(root.line, 1), otherKind(root))
	}
	return nil
}

// otherKind is what a document is that describes no API.
func otherKind(root *Node) string {
	for _, kind := range [...]struct{ member, name string }{
		{"asyncapi", "an AsyncAPI document"},
		{"arazzo", "an Arazzo document"},
		{"overlay", "an OpenAPI overlay"},
		{"swaggerVersion", "a Swagger 1.2 document"},
		{"__schema", "a GraphQL schema"},
		{"openrpc", "an OpenRPC document"},
		{"$schema", "a JSON Schema"},
		{"properties", "a JSON Schema"},
	} {
		if root.Get(kind.member) != nil {
			return kind.name
		}
	}
	switch {
	case root.Get("item") != nil && root.Get("info") != nil:
		return "a Postman collection"
	case root.Get("data").Get("__schema") != nil:
		return "a GraphQL schema"
	case root.Get("kind").Kind() == String && strings.HasPrefix(root.Get("kind").Text(), "discovery#"):
		return "a Google discovery document"
	}
	for _, method := range methods() {
		if root.Get(method).Get("responses") != nil {
			return "a single path, part of an API description"
		}
	}
	return "no API description"
}
