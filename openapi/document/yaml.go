package document

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxValues is how many values a document may have, YAML's aliases written out: one of a few lines can stand for
// billions. A long text counts as several.
const (
	maxValues    = 3_000_000
	textPerValue = 64
)

// yamlReader turns YAML into nodes. An alias is the same node as its anchor.
type yamlReader struct {
	slabs
	made  map[*yaml.Node]sized
	open  map[*yaml.Node]bool
	warn  warner
	depth int
}

// sized is a node with the number of values in it, aliases written out.
type sized struct {
	node   *Node
	values int
}

func parseYAML(src string, file int32, warn warner) (*Node, error) {
	src = strings.ReplaceAll(src, "\r\n", "\n")
	var held heldWarnings
	n, gaveUp, ok := parseQuickYAML(src, file, held.hold)
	if ok {
		held.say(warn)
		return n, nil
	}
	if gaveUp != nil && gaveUp.final {
		return nil, gaveUp
	}
	n, err := parseFullYAML(src, file, warn)
	var syntax *syntaxError
	if errors.As(err, &syntax) && gaveUp != nil && gaveUp.line >= syntax.line { // package yaml often names where the block begins
		syntax.line, syntax.column = gaveUp.line, gaveUp.column
	}
	return n, err
}

// maxMarks is how many ends of lines and separators a text may have that package yaml reads: it takes ten times as long and
// as much memory as the quick reader.
const maxMarks = 500_000

// parseFullYAML reads all of YAML.
func parseFullYAML(src string, file int32, warn warner) (*Node, error) {
	marks := 0
	for _, mark := range [...]string{"\n", ",", "[", "{"} {
		marks += strings.Count(src, mark)
	}
	if marks > maxMarks {
		return nil, &syntaxError{line: 1, column: 1, final: true, message: "the file is too long for YAML with anchors, tags or other rare parts; write it without, or as JSON"}
	}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(src), &root); err != nil {
		return nil, yamlError(err)
	}
	if root.Kind == 0 {
		return nil, &syntaxError{line: 1, column: 1, message: "the document is empty"}
	}
	r := &yamlReader{slabs: slabsFor(src, file), made: map[*yaml.Node]sized{}, open: map[*yaml.Node]bool{}, warn: warn}
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
	return &syntaxError{line: line, column: 1, message: message}
}

func (r *yamlReader) value(y *yaml.Node) (sized, error) {
	if y.Kind == yaml.AliasNode {
		if r.open[y.Alias] {
			return sized{}, syntaxAt(y, "the anchor %q holds itself", y.Value)
		}
		return r.value(y.Alias)
	}
	if made, ok := r.made[y]; ok {
		return made, nil
	}
	if r.depth++; r.depth > maxDepth {
		return sized{}, tooDeep(y.Line, y.Column)
	}
	defer func() { r.depth-- }()
	n := r.node(Null, y.Line, y.Column)
	made := sized{n, 1 + len(y.Value)/textPerValue}
	var err error
	switch y.Kind {
	case yaml.ScalarNode:
		n.kind, n.text = scalar(y)
	case yaml.SequenceNode:
		err = r.sequence(y, &made)
	case yaml.MappingNode:
		err = r.mapping(y, &made)
	default:
		err = syntaxAt(y, "this is no value")
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
	base := len(r.stack)
	for _, item := range y.Content {
		value, err := r.value(item)
		if err != nil {
			return err
		}
		r.stack = append(r.stack, member{value: value.node})
		if made.values += value.values; made.values > maxValues {
			return manyAliases(item)
		}
	}
	made.node.list = r.keep(base)
	return nil
}

func manyAliases(y *yaml.Node) error {
	return syntaxAt(y, "with its aliases written out, the document has more than %d values", maxValues)
}

func syntaxAt(y *yaml.Node, format string, args ...any) error {
	return &syntaxError{line: y.Line, column: y.Column, message: fmt.Sprintf(format, args...)}
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

// mapping reads a mapping, with what a merge key (<<) takes over below the mapping's own members. A member's place is
// that of its name.
func (r *yamlReader) mapping(y *yaml.Node, made *sized) error {
	r.enter(y)
	defer r.leave(y)
	n := made.node
	n.kind = Object
	base := len(r.stack)
	var merged []*Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], y.Content[i+1]
		sub, err := r.value(value)
		if err != nil {
			return err
		}
		if made.values += sub.values; made.values > maxValues {
			return manyAliases(value)
		}
		if value.Kind != yaml.AliasNode {
			sub.node.line, sub.node.column = int32(key.Line), int32(key.Column)
		}
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		switch {
		case key.Tag == "!!merge":
			merged = append(merged, r.mergeSources(key, sub.node)...)
		case key.Kind != yaml.ScalarNode:
			r.warn(key.Line, key.Column, "a name has to be a text; this member is left out")
		default:
			r.stack = append(r.stack, member{key.Value, sub.node})
		}
	}
	n.list = r.keep(base)
	warnTwice(n, r.warn)
	n.list = withMerged(n.list, merged)
	return nil
}

// withMerged adds the members of other objects, as far as there are none of their names.
func withMerged(list []member, merged []*Node) []member {
	if len(merged) == 0 {
		return list
	}
	has := make(map[string]bool, len(list))
	for _, m := range list {
		has[m.key] = true
	}
	for _, source := range merged {
		for key, value := range source.Members() {
			if !has[key] {
				has[key] = true
				list = append(list, member{key, value})
			}
		}
	}
	return list
}

// mergeSources are the objects that a merge key names.
func (r *yamlReader) mergeSources(key *yaml.Node, n *Node) []*Node {
	all := []*Node{n}
	if n.Kind() == Array {
		all = all[:0]
		for item := range n.Items() {
			all = append(all, item)
		}
	}
	for _, source := range all {
		if source.Kind() != Object {
			r.warn(key.Line, key.Column, "<< takes over the members of an object, and this is none")
		}
	}
	return all
}

// scalar is what a scalar means.
func scalar(y *yaml.Node) (Kind, string) {
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	switch {
	case y.Style&yaml.TaggedStyle != 0:
		return taggedScalar(y.ShortTag(), y.Value)
	case y.Style&quoted != 0:
		return String, y.Value
	}
	return plainScalar(y.Value)
}
