package sandbox_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
)

func TestServeMediaRunsNothing(t *testing.T) {
	n := start(t, nil)
	s := sandbox.NewService(n, clients{})
	ada := as(t, "ada")
	twoPhones(ada, t, s)
	page := []byte("<script>alert(1)</script>")
	data := picture(t)
	send := func(c api.SandboxContent) string {
		t.Helper()
		sent, err := s.SendMessage(ada, &api.SendSandboxMessageRequest{Phone: "15550000001", JID: "15550000002", Message: c})
		if err != nil {
			t.Fatal(err)
		}
		return sent.MessageID
	}
	html, name := "text/html", "../a\"b\r\n.html"
	image := send(api.SandboxContent{Image: &api.SandboxImage{Data: base64.StdEncoding.EncodeToString(data)}})
	document := send(api.SandboxContent{Document: &api.SandboxDocument{Data: base64.StdEncoding.EncodeToString(page), Mimetype: &html, FileName: &name}})
	words := send(said("no file"))
	get := func(user, id string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(as(t, user), http.MethodGet, "/?"+url.Values{"phone": {"+15550000001"}, "messageId": {id}}.Encode(), nil)
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		s.ServeMedia(w, r)
		return w
	}

	w := get("ada", image)
	if h := w.Header(); w.Code != 200 || h.Get("Content-Type") != "image/png" || h.Get("Content-Disposition") != "inline" || !bytes.Equal(w.Body.Bytes(), data) {
		t.Errorf("%d %v, %d bytes", w.Code, h, w.Body.Len())
	}
	if w := get("ada", image, "Range", "bytes=1-3"); w.Code != http.StatusPartialContent || w.Body.String() != "PNG" {
		t.Errorf("a part of it: %d %q", w.Code, w.Body)
	}
	w = get("ada", document)
	h := w.Header()
	if w.Code != 200 || h.Get("Content-Type") != "application/octet-stream" || h.Get("X-Content-Type-Options") != "nosniff" ||
		h.Get("Content-Disposition") != `attachment; filename=".._a\"b__.html"` || !bytes.Equal(w.Body.Bytes(), page) {
		t.Errorf("%d %v, %q", w.Code, h, w.Body)
	}
	if w := get("bob", image); w.Code != http.StatusNotFound {
		t.Errorf("somebody else gets %d", w.Code)
	}
	if w := get("ada", words); w.Code != http.StatusBadRequest {
		t.Errorf("a message without a file gives %d", w.Code)
	}
	if w := get("ada", "3EB0"); w.Code != http.StatusNotFound {
		t.Errorf("no message gives %d", w.Code)
	}
}
