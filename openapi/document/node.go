package document

import "iter"

// Kind is what a [Node] is.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// Node is a value, its members in the author's order. All methods work on nil, which is a
// value that isn't there.
type Node struct {
	kind   Kind
	file   int32 // in Document.Files
	line   int32 // from 1; 0 for a value that is written nowhere
	column int32
	text   string // a string; a number as written; "true" or "false"
	list   []member
}

type member struct {
	key   string
	value *Node
}

// Member is a member of an object that [NewObject] makes.
type Member struct {
	Key   string
	Value *Node
}

// Kind is what the value is; Null for nil.
func (n *Node) Kind() Kind {
	if n == nil {
		return Null
	}
	return n.kind
}

// Text is a string's content, a number as it is written, "true" or "false"; else "".
func (n *Node) Text() string {
	if n == nil {
		return ""
	}
	return n.text
}

// Len counts the members or items.
func (n *Node) Len() int {
	if n == nil {
		return 0
	}
	return len(n.list)
}

// Get returns an object's member, or nil. Of two with one name it is the last.
func (n *Node) Get(key string) *Node {
	if n == nil || n.kind != Object {
		return nil
	}
	for i := len(n.list) - 1; i >= 0; i-- {
		if n.list[i].key == key {
			return n.list[i].value
		}
	}
	return nil
}

// Members are an object's members in order.
func (n *Node) Members() iter.Seq2[string, *Node] {
	return func(yield func(string, *Node) bool) {
		if n == nil || n.kind != Object {
			return
		}
		for _, m := range n.list {
			if !yield(m.key, m.value) {
				return
			}
		}
	}
}

// Items are an array's items in order.
func (n *Node) Items() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil || n.kind != Array {
			return
		}
		for _, m := range n.list {
			if !yield(m.value) {
				return
			}
		}
	}
}

// listed are the members or items.
func (n *Node) listed() []member {
	if n == nil {
		return nil
	}
	return n.list
}

// NewString makes a string.
func NewString(text string) *Node { return &Node{kind: String, text: text} }

// NewNumber makes a number of how JSON writes it, such as "1.5".
func NewNumber(text string) *Node { return &Node{kind: Number, text: text} }

// NewBool makes true or false.
func NewBool(b bool) *Node {
	if b {
		return &Node{kind: Bool, text: "true"}
	}
	return &Node{kind: Bool, text: "false"}
}

// NewNull makes a null.
func NewNull() *Node { return &Node{} }

// NewArray makes an array.
func NewArray(items ...*Node) *Node {
	n := &Node{kind: Array, list: make([]member, len(items))}
	for i, item := range items {
		n.list[i] = member{value: item}
	}
	return n
}

// NewObject makes an object.
func NewObject(members ...Member) *Node {
	n := &Node{kind: Object, list: make([]member, len(members))}
	for i, m := range members {
		n.list[i] = member{m.Key, m.Value}
	}
	return n
}
