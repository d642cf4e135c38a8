package docsite

import (
	"bytes"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// proxyPath is where the panel that tries an operation sends its requests.
const proxyPath = "proxy/"

// ServeHTTP serves the pages below BasePath, and the proxy.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, s.config.BasePath+"/")
	if !ok {
		if r.URL.Path == s.config.BasePath {
			s.redirect(w, r, "")
			return
		}
		s.send(w, r, s.builder.notFound, http.StatusNotFound)
		return
	}
	if s.proxy != nil && strings.HasPrefix(name, proxyPath) {
		s.proxy.ServeHTTP(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Pages are only read: use GET or HEAD.", http.StatusMethodNotAllowed)
		return
	}
	files := s.builder.files
	if f := s.builder.file(name); f != nil {
		if f.movedTo != "" {
			s.redirect(w, r, f.movedTo)
			return
		}
		s.send(w, r, f, http.StatusOK)
		return
	}
	// The names that mean a page without being its address.
	for _, page := range []string{name + "/", strings.TrimSuffix(name, "index.html"), strings.TrimSuffix(name, ".md") + "/"} {
		if page != name && (page == "" || path.Ext(name) != "" || page == name+"/") && files[page] != nil {
			s.redirect(w, r, page)
			return
		}
	}
	s.send(w, r, s.builder.notFound, http.StatusNotFound)
}

// redirect leads to a page of ours, never anywhere else: the target is a name the
// site knows, not a part of the request.
func (s *Site) redirect(w http.ResponseWriter, r *http.Request, page string) {
	page, fragment, found := strings.Cut(page, "#")
	to := s.config.BasePath + "/" + page
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	if found {
		to += "#" + fragment
	}
	http.Redirect(w, r, to, http.StatusMovedPermanently)
}

// send writes a file, packed if the client takes that.
func (s *Site) send(w http.ResponseWriter, r *http.Request, f *file, status int) {
	if err := f.load(); err != nil {
		s.config.Logger.ErrorContext(r.Context(), "docs: a page can't be made", "file", f.name, "error", err)
		http.Error(w, "This page can't be made. The log of the server has more.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", s.builder.policy)
	if f.panel {
		h.Set("Content-Security-Policy", s.builder.panelPolicy)
	}
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Content-Type", f.mediaType)
	h.Set("Cache-Control", "no-cache") // ask again each time; the tag makes that cheap
	if f.immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, etag := f.body, f.etag
	if f.gzip != nil {
		h.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Get("Accept-Encoding")) {
			body, etag = f.gzip, f.etag+"-gz"
			h.Set("Content-Encoding", "gzip")
		}
	}
	if status != http.StatusOK {
		h.Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(body) // the client left
		}
		return
	}
	h.Set("ETag", `"`+etag+`"`)
	if h.Get("Content-Encoding") != "" {
		h.Set("Content-Length", strconv.Itoa(len(body))) // ServeContent would leave it out
		r = withoutRange(r)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// withoutRange drops the wish for a part: one of a packed answer is of no use to
// anybody.
func withoutRange(r *http.Request) *http.Request {
	if r.Header.Get("Range") == "" {
		return r
	}
	r = r.Clone(r.Context())
	r.Header.Del("Range")
	return r
}

// acceptsGzip reads an Accept-Encoding header: gzip or anything, unless at q=0.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if coding != "gzip" && coding != "*" {
			continue
		}
		q, found := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !found || (err == nil && weight > 0)
	}
	return false
}
