package panel

import (
	"fmt"

	"wpengine/openapi/document"
)

// definition is a schema that others refer to, as it stands in every model that has room for it.
type definition struct {
	text   []byte
	wanted []*document.Schema // those that it refers to
}

// definitionRoom is what one definition may weigh.
const definitionRoom = 32 << 10

// nameOf is what a schema is called among the definitions. One that has no name is called by where it is written.
func (m *Models) nameOf(s *document.Schema) string {
	if s.Name != "" {
		return s.Name
	}
	return fmt.Sprintf("%s:%d:%d", s.Source.File, s.Source.Line, s.Source.Column)
}

// definition is that of a schema, written unless it is there already.
func (m *Models) definition(s *document.Schema, answers bool) *definition {
	known := &m.defs[b2i(answers)]
	if d, ok := known.Load(s); ok {
		return d.(*definition)
	}
	w := m.buffers.Get().(*writer)
	defer m.buffers.Put(w)
	w.reset(m)
	w.answers, w.most = answers, definitionRoom
	w.schema(s)
	d, _ := known.LoadOrStore(s, &definition{append([]byte(nil), w.b...), append([]*document.Schema(nil), w.wanted...)})
	return d.(*definition)
}

// define writes what is referred to, and what that refers to, the nearest first, while the model has room for it. What has
// none is marked.
func (w *writer) define(room int) {
	w.b, w.defs = w.defs, w.b
	for i := 0; i < len(w.wanted); i++ {
		s := w.wanted[i]
		if w.asked[s] {
			continue
		}
		w.asked[s] = true
		name := w.m.nameOf(s)
		if w.names[name] != nil {
			continue // the first of two by one name stands for both
		}
		w.names[name] = s
		d := w.m.definition(s, w.answers)
		w.name(name)
		if len(w.b)+len(w.defs)+len(d.text) > room {
			w.raw(cut)
			continue
		}
		w.b = append(w.b, d.text...)
		w.wanted = append(w.wanted, d.wanted...)
	}
	w.wanted = w.wanted[:0]
	w.b, w.defs = w.defs, w.b
}
