package rpc

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"time"

	"wpengine/engine/api"
	"wpengine/openapi"
)

// document is a finished file: its bytes, the same compressed, and the tag that tells a cache which it has.
type document struct {
	server        *Server
	contentType   string
	plain, packed []byte
	tag           string
}

// specDocuments are the documents that say what the API is, by their paths.
func (s *Server) specDocuments(spec *openapi.Spec) (map[string]http.Handler, error) {
	asJSON, err := spec.JSON()
	if err != nil {
		return nil, err
	}
	asYAML, err := spec.YAML()
	if err != nil {
		return nil, err
	}
	docs := map[string]http.Handler{}
	for path, doc := range map[string]*document{
		"/api/openapi.json": {server: s, contentType: "application/json", plain: asJSON},
		"/api/openapi.yaml": {server: s, contentType: "application/yaml", plain: asYAML},
	} {
		if err := doc.finish(); err != nil {
			return nil, fmt.Errorf("rpc: %s: %w", path, err)
		}
		docs[path] = doc
	}
	return docs, nil
}

func (d *document) finish() error {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(d.plain); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	d.packed = packed.Bytes()
	sum := sha256.Sum256(d.plain)
	d.tag = fmt.Sprintf("%x", sum[:12])
	return nil
}

// ServeHTTP sends the document to whoever asks: what the API is, is no secret.
func (d *document) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		d.server.refuse(w, r, api.Errorf(api.CodeMethodNotAllowed, "%s is read with GET, not %s.", r.URL.Path, clip(r.Method)))
		return
	}
	h.Set("Content-Type", d.contentType)
	h.Set("Cache-Control", "no-cache")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	h.Set("Access-Control-Allow-Origin", "*")
	body, tag := d.plain, d.tag
	if takesGzip(r.Header) {
		body, tag = d.packed, d.tag+"-gzip"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// takesGzip reports whether a reader has said that they take gzip, and not with a quality of 0.
func takesGzip(h http.Header) bool {
	for _, line := range h["Accept-Encoding"] {
		for offer := range strings.SplitSeq(line, ",") {
			coding, quality, _ := strings.Cut(strings.TrimSpace(offer), ";")
			if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
				return !strings.HasPrefix(strings.ReplaceAll(quality, " ", ""), "q=0") || strings.ContainsAny(quality, "123456789")
			}
		}
	}
	return false
}
