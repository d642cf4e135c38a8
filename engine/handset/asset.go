package handset

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

// asset is a style sheet or a script, finished.
type asset struct {
	mediaType    string
	body, packed []byte
}

// assets are the files of the pages. Their names have a hash of what is in them, so that a browser may keep them for
// ever.
type assets struct {
	byName    map[string]asset
	addresses map[string]string // by the plain name: "handset.css"
}

func readAssets(files fs.FS) (assets, error) {
	a := assets{byName: map[string]asset{}, addresses: map[string]string{}}
	for name, mediaType := range map[string]string{
		"handset.gen.css": "text/css; charset=utf-8", "handset.gen.js": "text/javascript; charset=utf-8",
		"theme.gen.js": "text/javascript; charset=utf-8", "favicon.svg": "image/svg+xml",
	} {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return assets{}, fmt.Errorf("handset: %w; run \"make generate\"", err)
		}
		var packed bytes.Buffer
		z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			return assets{}, fmt.Errorf("handset: %w", err)
		}
		_, _ = z.Write(body) // a Buffer takes everything
		_ = z.Close()
		plain, sum := strings.Replace(name, ".gen.", ".", 1), sha256.Sum256(body)
		ext := path.Ext(plain)
		hashed := strings.TrimSuffix(plain, ext) + "." + hex.EncodeToString(sum[:5]) + ext
		a.byName[hashed] = asset{mediaType: mediaType, body: body, packed: packed.Bytes()}
		a.addresses[plain] = Path + "/assets/" + hashed
	}
	return a, nil
}

func (h *Handset) serveAsset(w http.ResponseWriter, r *http.Request) {
	file, ok := h.assets.byName[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header, body := w.Header(), file.body
	header.Set("Content-Type", file.mediaType)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		header.Set("Content-Encoding", "gzip")
		body = file.packed
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the reader left
}
