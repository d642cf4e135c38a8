package document

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxValues is how many values a document may have when its aliases are written out: one of a few lines can stand
// for billions.
const maxValues = 5_000_000

// yamlReader turns YAML into nodes. An alias is the same node as its anchor.
type yamlReader struct {
	file  int32
	made  map[*yaml.Node]sized
	open  map[*yaml.Node]bool
	warn  func(line, column int, message string)
	depth int
}

// sized is a node with the number of values in it, aliases written out.
type sized struct {
	node   *Node
	values int
}

func parseYAML(src []byte, file int32, warn func(line, column int, message string)) (*Node, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(src, &root); err != nil {
		return nil, yamlError(err)
	}
	if root.Kind == 0 {
		return nil, &syntaxError{1, 1, "the document is empty"}
	}
	r := &yamlReader{file: file, made: map[*yaml.Node]sized{}, open: map[*yaml.Node]bool{}, warn: warn}
	made, err := r.value(root.Content[0])
	return made.node, err
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// yamlError takes the line out of a YAML reader's message.
func yamlError(err error) error {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := yamlLine.FindStringSubmatchIndex(message); m != nil {
		line, _ = strconv.Atoi(message[m[2]:m[3]])
		message = message[:m[0]] + message[m[1]:]
	}
	return &syntaxError{line, 1, message}
}

func (r *yamlReader) value(y *yaml.Node) (sized, error) {
	if y.Kind == yaml.AliasNode {
		if r.open[y.Alias] {
			return sized{}, &syntaxError{y.Line, y.Column, fmt.Sprintf("the anchor %q holds itself", y.Value)}
		}
		return r.value(y.Alias)
	}
	if made, ok := r.made[y]; ok {
		return made, nil
	}
	if r.depth++; r.depth > maxDepth {
		return sized{}, &syntaxError{y.Line, y.Column, fmt.Sprintf("values stand more than %d deep in each other", maxDepth)}
	}
	defer func() { r.depth-- }()
	n := &Node{file: r.file, line: int32(y.Line), column: int32(y.Column)}
	made := sized{n, 1}
	var err error
	switch y.Kind {
	case yaml.ScalarNode:
		n.kind, n.text = scalar(y)
	case yaml.SequenceNode:
		err = r.sequence(y, &made)
	case yaml.MappingNode:
		err = r.mapping(y, &made)
	default:
		err = &syntaxError{y.Line, y.Column, "this is no value"}
	}
	if err == nil && made.values > maxValues {
		err = &syntaxError{y.Line, y.Column, fmt.Sprintf("with its aliases written out, the document has more than %d values", maxValues)}
	}
	if y.Anchor != "" {
		r.made[y] = made
	}
	return made, err
}

func (r *yamlReader) sequence(y *yaml.Node, made *sized) error {
	r.enter(y)
	defer r.leave(y)
	made.node.kind = Array
	made.node.list = make([]member, len(y.Content))
	for i, item := range y.Content {
		value, err := r.value(item)
		if err != nil {
			return err
		}
		made.node.list[i].value = value.node
		made.values += value.values
	}
	return nil
}

func (r *yamlReader) enter(y *yaml.Node) {
	if y.Anchor != "" {
		r.open[y] = true
	}
}

func (r *yamlReader) leave(y *yaml.Node) {
	if y.Anchor != "" {
		delete(r.open, y)
	}
}

// mapping reads a mapping, with what a merge key (<<) takes over below the mapping's own members.
func (r *yamlReader) mapping(y *yaml.Node, made *sized) error {
	r.enter(y)
	defer r.leave(y)
	n := made.node
	n.kind = Object
	n.list = make([]member, 0, len(y.Content)/2)
	var merged []*Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], y.Content[i+1]
		sub, err := r.value(value)
		if err != nil {
			return err
		}
		made.values += sub.values
		switch {
		case key.Tag == "!!merge":
			merged = append(merged, mergeSources(sub.node)...)
		case key.Kind != yaml.ScalarNode && key.Kind != yaml.AliasNode:
			r.warn(key.Line, key.Column, "a name has to be a text; this member is left out")
		default:
			if key.Kind == yaml.AliasNode {
				key = key.Alias
			}
			n.list = append(n.list, member{key.Value, sub.node})
		}
	}
	r.checkTwice(y)
	for _, source := range merged {
		for key, value := range source.Members() {
			if n.Get(key) == nil {
				n.list = append(n.list, member{key, value})
			}
		}
	}
	return nil
}

// checkTwice warns of a name that is there twice. The last one counts.
func (r *yamlReader) checkTwice(y *yaml.Node) {
	seen := make(map[string]bool, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		if seen[key.Value] && key.Tag != "!!merge" {
			r.warn(key.Line, key.Column, fmt.Sprintf("%q is there twice; the last one counts", key.Value))
		}
		seen[key.Value] = true
	}
}

// mergeSources are the objects that a merge key names.
func mergeSources(n *Node) []*Node {
	if n.Kind() != Array {
		return []*Node{n}
	}
	var all []*Node
	for item := range n.Items() {
		all = append(all, item)
	}
	return all
}

// scalar is what a scalar means. A date stays a text, and so does a number that JSON can't have.
func scalar(y *yaml.Node) (Kind, string) {
	switch y.ShortTag() {
	case "!!null":
		return Null, ""
	case "!!bool":
		var b bool
		if y.Decode(&b) == nil {
			return Bool, strconv.FormatBool(b)
		}
	case "!!int", "!!float":
		if isNumber(y.Value) {
			return Number, y.Value
		}
		if text, err := numberText(y); err == nil {
			return Number, text
		}
	}
	return String, y.Value
}

// numberText writes a number of YAML as JSON does: 0x1F, 1_000, +1, .5.
func numberText(y *yaml.Node) (string, error) {
	var i int64
	if y.Decode(&i) == nil {
		return strconv.FormatInt(i, 10), nil
	}
	var f float64
	if err := y.Decode(&f); err != nil {
		return "", err
	}
	text := strconv.FormatFloat(f, 'g', -1, 64)
	if !isNumber(text) {
		return "", errors.New("no number of JSON")
	}
	return text, nil
}
