package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// file is a style sheet, a script or a picture, finished.
type file struct {
	mediaType    string
	body, packed []byte
}

// Files are what pages load. Their names have a hash of what is in them, so that a browser may keep them for ever.
type Files struct {
	byName    map[string]file
	addresses map[string]string // by the plain name: "handset.css"
}

var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

// ReadFiles reads the files with the names, to be served below a folder's path.
func ReadFiles(files fs.FS, folder string, names ...string) (*Files, error) {
	f := &Files{byName: map[string]file{}, addresses: map[string]string{}}
	for _, name := range names {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("web: %w; run \"make generate\"", err)
		}
		var packed bytes.Buffer
		z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
		_, _ = z.Write(body) // a Buffer takes everything
		_ = z.Close()
		plain, sum := strings.Replace(name, ".gen.", ".", 1), sha256.Sum256(body)
		ext := path.Ext(plain)
		hashed := strings.TrimSuffix(plain, ext) + "." + hex.EncodeToString(sum[:5]) + ext
		f.byName[hashed] = file{mediaType: mediaTypes[ext], body: body, packed: packed.Bytes()}
		f.addresses[plain] = folder + "/" + hashed
	}
	return f, nil
}

// Address returns where a file is: that of handset.gen.css is asked for as handset.css.
func (f *Files) Address(plain string) string { return f.addresses[plain] }

// ServeHTTP serves the file that the path's last part names.
func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found, ok := f.byName[path.Base(r.URL.Path)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header, body := w.Header(), found.body
	header.Set("Content-Type", found.mediaType)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		header.Set("Content-Encoding", "gzip")
		body = found.packed
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the reader left
}
