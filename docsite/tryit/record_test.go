package tryit

import (
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// TestNothingThatWasSaidIsWrittenDown has a reader say a secret in every place there is, and servers that answer with it where it breaks their answer.
// That the log hasn't got it is seen after each call, by [panel.do].
func TestNothingThatWasSaidIsWrittenDown(t *testing.T) {
	const secret = tryKey
	messages := map[string]string{
		"pets/path":      `{"values": {"path": {"dir": "` + secret + `", "file": "` + secret + `"}}}`,
		"pets/query":     `{"values": {"query": {"q": "` + secret + `", "deep": {"` + secret + `": "` + secret + `"}}}}`,
		"pets/head":      `{"values": {"header": {"X-Trace": "` + secret + `"}, "cookie": {"theme": "` + secret + `"}}}`,
		"pets/add":       `{"mediaType": "application/json", "body": "\"` + secret + `\"", "credentials": {"header": {"value": "` + secret + `"}}}`,
		"pets/keyquery":  `{"credentials": {"query": {"value": "` + secret + `"}}}`,
		"pets/keybasic":  `{"credentials": {"basic": {"username": "` + secret + `", "password": "` + secret + `"}}}`,
		"pets/open":      `{"values": {"` + secret + `": {"` + secret + `": 1}}, "` + secret + `": "` + secret, // no message
		"pets/" + secret: `{}`,
	}
	answers := []string{
		"HTTP/1.1 200 OK\r\nX-Echo: " + secret + "\r\nContent-Length: 16\r\n\r\n" + secret,
		"HTTP/1.1 302 " + secret + "\r\nLocation: http://" + secret + ".example/" + secret + "\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 " + secret + "\r\n\r\n",
		secret + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\n" + secret + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: " + secret + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: " + secret + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + secret + "\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + secret,
		"",
	}
	counters := prometheus.NewRegistry()
	a := newArena(t, Config{Metrics: NewMetrics(counters)})
	calls := 0
	send := func(operation, message string) {
		t.Helper()
		r := a.request(operation, message)
		r.URL.RawQuery = "leak=" + secret
		r.Header.Set("Referer", "http://docs.example/?"+secret)
		r.Header.Set("User-Agent", secret)
		a.do(r)
		calls++
	}
	for operation, message := range messages {
		send(operation, message)
		for _, answer := range answers {
			a.saw.answer = answer
			send(operation, message)
		}
	}
	a.proxy.servers.upstreams[0] = target{base: "http://127.0.0.1:1", host: "127.0.0.1:1", transport: newTransport(nil, nil)}
	for operation, message := range messages {
		send(operation, message)
	}
	if lines := strings.Count(a.log.String(), "\n"); lines != calls {
		t.Errorf("%d calls are %d lines in the log", calls, lines)
	}
	families, err := counters.Gather()
	if err != nil {
		t.Fatal(err)
	}
	counted := 0.0
	for _, family := range families {
		if strings.Contains(family.String(), "S3cret") {
			t.Errorf("a secret is counted: %s", family)
		}
		if family.GetName() == "docsite_tryit_calls_total" {
			for _, metric := range family.GetMetric() {
				counted += metric.GetCounter().GetValue()
			}
		}
	}
	if int(counted) != calls {
		t.Errorf("%d calls are counted as %v", calls, counted)
	}
}
