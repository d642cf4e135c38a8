package tryit

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Counters are what a program that passes on requests counts, and the pages that show it, which is /metrics for Prometheus:
// what its proxies do, and what the process takes. A program whose address for it is local answers only those who ask by an
// address of this machine: by a name, a page of another site may have come.
func Counters(local bool) (*Metrics, http.Handler) {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	if !local {
		return NewMetrics(registry), mux
	}
	return NewMetrics(registry), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "" || Unmistakable(r.Host) {
			mux.ServeHTTP(w, r)
			return
		}
		http.Error(w, "These counters are for this machine. Ask for them at localhost or 127.0.0.1, or let --metrics-listen name another address.", http.StatusMisdirectedRequest)
	})
}
