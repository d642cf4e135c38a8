package bench

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"wpengine/docsite/tryit"
	"wpengine/openapi/document"
)

// way is one of the ways to a server.
type way struct {
	name              string
	url, contentType  string
	body              []byte
	client            *http.Client
	took              []time.Duration // of single calls
	perSecond, perCPU []float64       // calls of batches, by a clock and by the time of processors
}

// ways are all of them: straight, through a reverse proxy that keeps its connections, through one that opens one for each call, and
// through the proxy of the panels, which does so too.
func ways(b *testing.B) []*way {
	b.Helper()
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		size, err := strconv.Atoi(r.URL.Query().Get("size"))
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Length", strconv.Itoa(size))
		piece := make([]byte, 32<<10)
		for size > 0 {
			n, err := w.Write(piece[:min(size, len(piece))])
			if size -= n; err != nil {
				return
			}
		}
	}))
	b.Cleanup(upstream.Close)
	target, err := url.Parse(upstream.URL)
	if err != nil {
		b.Fatal(err)
	}
	reverse := func(transport *http.Transport) string {
		proxy := &httputil.ReverseProxy{
			Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }, Transport: transport, FlushInterval: -1, // what streams is to be seen
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			// Without it, an answer that is quicker than the look for more of the body breaks off now and then.
			_ = http.NewResponseController(w).EnableFullDuplex()
			proxy.ServeHTTP(w, r)
		}))
		b.Cleanup(server.Close)
		b.Cleanup(transport.CloseIdleConnections)
		return server.URL
	}
	all := []*way{
		{name: "straight", url: upstream.URL + "/call", contentType: "application/json", body: []byte(callBody)},
		{name: "reverse-kept", url: reverse(&http.Transport{MaxIdleConnsPerHost: 16}) + "/call", contentType: "application/json", body: []byte(callBody)},
		{name: "reverse-each", url: reverse(&http.Transport{DisableKeepAlives: true}) + "/call", contentType: "application/json", body: []byte(callBody)},
		{name: "panel", url: panelProxy(b, upstream.URL) + "/calls/call"},
	}
	for _, w := range all {
		w.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
		b.Cleanup(w.client.CloseIdleConnections)
	}
	return all
}

const (
	callBody = `{"clientId": "5b0c2f3e", "jid": "+15551234567", "message": {"text": "Hello from the panel"}}`
	callSpec = `
openapi: 3.1.0
info: { title: Calls, version: '1' }
tags: [{ name: calls }]
paths:
  /call:
    post:
      tags: [calls]
      operationId: calls.call
      parameters: [{ name: size, in: query, required: true, schema: { type: integer } }]
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '200': { description: ok } }
`
)

// panelProxy is the address of the proxy of the panels.
func panelProxy(b *testing.B, upstream string) string {
	b.Helper()
	spec, err := document.Load(fstest.MapFS{"calls.yaml": {Data: []byte(callSpec)}}, "calls.yaml")
	if err != nil {
		b.Fatal(err)
	}
	proxy, err := tryit.New(tryit.Config{Spec: spec, Prefix: "/", Upstreams: []string{upstream}})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(proxy)
	b.Cleanup(server.Close)
	return server.URL
}

// of is the way for answers of a size.
func (w *way) of(b *testing.B, size int) {
	b.Helper()
	w.took, w.perSecond, w.perCPU = nil, nil, nil
	if w.name != "panel" {
		w.url += "?size=" + strconv.Itoa(size)
		return
	}
	var form bytes.Buffer
	out := multipart.NewWriter(&form)
	err := out.WriteField("message", fmt.Sprintf(`{"values": {"query": {"size": %d}}, "mediaType": "application/json", "body": %q}`, size, callBody))
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	w.body, w.contentType = form.Bytes(), out.FormDataContentType()
}

// call makes one, and insists that all has come.
func (w *way) call(b *testing.B, size int) {
	req, err := http.NewRequest(http.MethodPost, w.url, bytes.NewReader(w.body))
	if err != nil {
		b.Error(err)
		return
	}
	req.Header.Set("Content-Type", w.contentType)
	req.Header.Set("X-Try-It", "1")
	resp, err := w.client.Do(req)
	if err != nil {
		b.Error(err)
		return
	}
	n, err := io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	if err != nil || resp.StatusCode != http.StatusOK || n < int64(size) {
		b.Errorf("%s: %s, %d bytes, %v", w.name, resp.Status, n, err)
	}
}

// BenchmarkTryItLatency measures what a call through the proxy of the panels takes more than one straight to the server, beside
// what one through httputil.ReverseProxy does. The ways take turns, so that whatever the machine does meets all of them.
func BenchmarkTryItLatency(b *testing.B) {
	const size = 1 << 10
	all := ways(b)
	for _, w := range all {
		w.of(b, size)
		w.call(b, size) // what is done once
	}
	for b.Loop() {
		for _, w := range all {
			start := time.Now()
			w.call(b, size)
			w.took = append(w.took, time.Since(start))
		}
	}
	at := func(w *way, share float64) float64 {
		slices.Sort(w.took)
		return float64(w.took[int(float64(len(w.took)-1)*share)]) / float64(time.Microsecond)
	}
	straight := all[0]
	b.ReportMetric(at(straight, 0.5), "straight-p50-µs")
	b.ReportMetric(at(straight, 0.99), "straight-p99-µs")
	for _, w := range all[1:] {
		b.ReportMetric(at(w, 0.5)-at(straight, 0.5), w.name+"-added-p50-µs")
		b.ReportMetric(at(w, 0.99)-at(straight, 0.99), w.name+"-added-p99-µs")
	}
}

// BenchmarkTryItThroughput measures how many calls at once get through, and how much of a large answer does.
func BenchmarkTryItThroughput(b *testing.B) {
	const atOnce = 4
	for _, test := range []struct {
		name        string
		size, batch int
	}{{"1KiB", 1 << 10, 100}, {"16MiB", 16 << 20, 4}} {
		b.Run(test.name, func(b *testing.B) {
			all := ways(b)
			for _, w := range all {
				w.of(b, test.size)
				w.call(b, test.size)
			}
			for b.Loop() {
				for _, w := range all {
					start, before := time.Now(), processors(b)
					var callers sync.WaitGroup
					for range atOnce {
						callers.Go(func() {
							for range test.batch / atOnce {
								w.call(b, test.size)
							}
						})
					}
					callers.Wait()
					w.perSecond = append(w.perSecond, float64(test.batch)/time.Since(start).Seconds())
					w.perCPU = append(w.perCPU, float64(test.batch)/(processors(b)-before).Seconds())
				}
			}
			panel := all[len(all)-1]
			for _, w := range all[1:3] {
				b.ReportMetric(middle(ratios(panel.perSecond, w.perSecond)), "of-"+w.name)
				b.ReportMetric(middle(ratios(panel.perCPU, w.perCPU)), "of-"+w.name+"-by-cpu")
			}
			for _, w := range all {
				b.ReportMetric(middle(w.perSecond), w.name+"/s")
			}
		})
	}
}

// ratios are those of each turn: the machine may be busier in the next one.
func ratios(of, to []float64) []float64 {
	all := make([]float64, len(of))
	for i := range all {
		all[i] = of[i] / to[i]
	}
	return all
}

func middle(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// processors is how long they have worked for this program: it has all that a call comes through, and others on the machine are not in it.
func processors(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
