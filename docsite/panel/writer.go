package panel

import (
	"strconv"

	"wpengine/docsite/printable"
	"wpengine/openapi/document"
)

// writer writes one model, straight into bytes.
type writer struct {
	b       []byte
	m       *Models
	answers bool // what is written is of an answer
	depth   int  // how deep a schema is written in others
	most    int  // how long b may become before schemas are cut
	defs    []byte
	wanted  []*document.Schema // those that have to be among defs
	asked   map[*document.Schema]bool
	names   map[string]*document.Schema
}

func (w *writer) reset(m *Models) {
	clear(w.asked)
	clear(w.names)
	*w = writer{b: w.b[:0], m: m, most: requestRoom, defs: w.defs[:0], wanted: w.wanted[:0], asked: w.asked, names: w.names}
	if w.asked == nil {
		w.asked, w.names = map[*document.Schema]bool{}, map[string]*document.Schema{}
	}
}

func (w *writer) raw(s string) { w.b = append(w.b, s...) }

func (w *writer) open(mark byte) { w.b = append(w.b, mark) }

func (w *writer) close(mark byte) { w.b = append(w.b, mark) }

// item begins one more item or member.
func (w *writer) item() {
	if len(w.b) == 0 {
		return
	}
	if last := w.b[len(w.b)-1]; last != '[' && last != '{' {
		w.b = append(w.b, ',')
	}
}

// key begins a member whose name is ours.
func (w *writer) key(name string) {
	w.item()
	w.b = append(append(append(w.b, '"'), name...), '"', ':')
}

// name begins a member whose name is the author's.
func (w *writer) name(name string) {
	w.item()
	w.b = append(document.AppendString(w.b, name), ':')
}

func (w *writer) text(key, value string) {
	w.key(key)
	w.b = document.AppendString(w.b, value)
}

// given is a text that is left out if there is none.
func (w *writer) given(key, value string) {
	if value != "" {
		w.text(key, value)
	}
}

// said is the first sentence of a description, if there is one.
func (w *writer) said(key, description string) {
	if description == "" {
		return
	}
	w.given(key, printable.Text(printable.Sentence(description)))
}

func (w *writer) texts(key string, values []string) {
	w.key(key)
	w.open('[')
	for _, value := range values {
		w.item()
		w.b = document.AppendString(w.b, value)
	}
	w.close(']')
}

func (w *writer) flag(key string, value bool) {
	w.key(key)
	w.b = strconv.AppendBool(w.b, value)
}

// holds is a flag that is left out where it isn't set.
func (w *writer) holds(key string, value bool) {
	if value {
		w.flag(key, true)
	}
}

func (w *writer) number(key string, value int) {
	w.key(key)
	w.b = strconv.AppendInt(w.b, int64(value), 10)
}

func (w *writer) count(key string, value *uint64) {
	if value != nil {
		w.key(key)
		w.b = strconv.AppendUint(w.b, *value, 10)
	}
}

// bound is a number as the author wrote it.
func (w *writer) bound(key, value string) {
	if value != "" {
		w.key(key)
		w.raw(value)
	}
}

// value is any value, if it has no more than so many bytes.
func (w *writer) value(key string, value *document.Node, most int) bool {
	start := len(w.b)
	w.key(key)
	before := len(w.b)
	if w.b = value.AppendJSON(w.b, ""); len(w.b)-before > most {
		w.b = w.b[:start]
		return false
	}
	return true
}
