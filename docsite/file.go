package docsite

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"
	"sync"
)

// file is something the site sends: bytes that are made when they are first wanted, and what is said about them.
type file struct {
	name      string
	mediaType string
	immutable bool   // its name changes with its content
	panel     bool   // it sends requests, so its policy is another
	movedTo   string // the page that took its place
	write     func(*bytes.Buffer) error

	once sync.Once
	body []byte
	gzip []byte // nil where it would not be smaller
	etag string // without quotes
	err  error
}

// newFile is a file whose bytes are there.
func (b *builder) newFile(name string, body []byte) *file {
	return b.lazyFile(name, func() ([]byte, error) { return body, nil })
}

// lazyFile is a file whose bytes can be made at any time, by anybody.
func (b *builder) lazyFile(name string, make func() ([]byte, error)) *file {
	return &file{name: name, mediaType: mediaType(name), write: func(out *bytes.Buffer) error {
		body, err := make()
		out.Write(body)
		return err
	}}
}

// pageFile is a page of the site.
func (b *builder) pageFile(name string, p *page) *file {
	return &file{name: name, mediaType: mediaType(name), write: func(out *bytes.Buffer) error { return b.render(out, p) }}
}

// make is the file's bytes.
func (f *file) make() ([]byte, error) {
	var out bytes.Buffer
	err := f.write(&out)
	return out.Bytes(), err
}

// contentFile is a file of an edition's content.
func (b *builder) contentFile(e *edition, name string) *file {
	return b.lazyFile(name, func() ([]byte, error) {
		body, err := fs.ReadFile(e.content, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path.Join(e.contentName, name), err)
		}
		return body, nil
	})
}

// load makes the file ready to be sent, once.
func (f *file) load() error {
	f.once.Do(func() {
		if f.body, f.err = f.make(); f.err != nil {
			return
		}
		sum := sha256.Sum256(f.body)
		f.etag = hex.EncodeToString(sum[:12])
		if compressible(f.mediaType) {
			if packed := pack(f.body); len(packed) < len(f.body)*9/10 {
				f.gzip = packed
			}
		}
	})
	return f.err
}

// mediaType goes by the name. The common ones are spelt out: the system's table,
// which Go would ask, differs from machine to machine.
func mediaType(name string) string {
	switch ext := path.Ext(name); ext {
	case "", ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json"
	case ".yaml", ".yml":
		return "application/yaml"
	case ".xml":
		return "application/xml"
	case ".zip":
		return "application/zip"
	case ".md":
		return "text/markdown; charset=utf-8"
	case ".txt", ".http", ".ts": // not a stream of MPEG
		return "text/plain; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}

func compressible(mediaType string) bool {
	switch mediaType {
	case "application/json", "application/yaml", "application/xml", "image/svg+xml":
		return true
	}
	return strings.HasPrefix(mediaType, "text/")
}

// pack compresses as far as it goes: it is done once.
func pack(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.DefaultCompression) // the level is valid
	_, _ = w.Write(body)                                       // a Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
