package tryit

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestCountersOfAMachineAreForIt(t *testing.T) {
	for _, local := range []bool{true, false} {
		_, pages := Counters(local)
		for host, here := range map[string]bool{"": true, "localhost:9090": true, "127.0.0.1": true, "[::1]:9090": true, "evil.example:9090": false, "docs.example.com": false} {
			r, w := httptest.NewRequest(http.MethodGet, "/metrics", nil), httptest.NewRecorder()
			r.Host = host
			pages.ServeHTTP(w, r)
			told := strings.Contains(w.Body.String(), "docsite_tryit_calls_running 0") && strings.Contains(w.Body.String(), "process_cpu_seconds_total")
			if want := here || !local; told != want || (w.Code == http.StatusOK) != want || !want && w.Code != http.StatusMisdirectedRequest {
				t.Errorf("local %v, by %q: %d %s", local, host, w.Code, w.Body)
			}
		}
	}
}
