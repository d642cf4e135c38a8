package document

import (
	"io/fs"
	"path"
)

// What is read of a document, at most: more is an attack or a mistake.
const (
	maxFileBytes = 128 << 20
	maxFiles     = 20_000
	maxParts     = 500_000 // operations, parameters, answers, contents and headers, counted wherever they are referred to
)

// Load reads the description that fsys has under name, and what it refers to. References may name other files of
// fsys by relative paths; nothing is ever fetched from a network. A file that ends in .gz is unpacked.
//
// The error says that there is no such file, that it isn't JSON or YAML, or that it describes no API. Everything else
// that is wrong is in [Document.Warnings].
func Load(fsys fs.FS, name string) (*Document, error) {
	name = path.Clean(name)
	r := newReader(fsys)
	root, err := r.file(name)
	if err != nil {
		return nil, err
	}
	if err := r.checkKind(name, root); err != nil {
		return nil, err
	}
	r.doc.Root = root
	r.document(root)
	r.readLater()
	r.finishRefs()
	r.derive()
	r.arrange()
	r.check()
	r.doc.Files, r.doc.targets = r.names, r.targets
	r.findPointers()
	r.sortWarnings()
	return r.doc, nil
}

// file reads a file, once.
func (r *reader) file(name string) (*Node, error) {
	if n, ok := r.files[name]; ok {
		return n, nil
	}
	if err, ok := r.failed[name]; ok {
		return nil, err
	}
	n, err := r.parse(name)
	if err != nil {
		r.failed[name] = err
		return nil, err
	}
	r.files[name] = n
	return n, nil
}
