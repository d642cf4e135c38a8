package docsite

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"path"
)

// file is something the site sends: finished bytes and what is said about them.
type file struct {
	body      []byte
	gzip      []byte // nil where it would not be smaller
	mediaType string
	etag      string // without quotes
	immutable bool   // its name changes with its content
}

// newFile finishes a file for sending; one that is only written to disk needs less.
func (b *builder) newFile(name string, body []byte) *file {
	sum := sha256.Sum256(body)
	f := &file{body: body, mediaType: mediaType(name), etag: hex.EncodeToString(sum[:12])}
	if compressible(f.mediaType) && !b.config.Static {
		if packed := pack(body); len(packed) < len(body)*9/10 {
			f.gzip = packed
		}
	}
	return f
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
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
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
	return bytes.HasPrefix([]byte(mediaType), []byte("text/"))
}

// pack compresses as far as it goes: it is done once, at start.
func pack(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	_, _ = w.Write(body)                                    // a Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
