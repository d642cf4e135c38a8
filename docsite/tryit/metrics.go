package tryit

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Metrics are what Prometheus is told of proxies. Nothing in them tells readers apart.
type Metrics struct {
	calls     *prometheus.CounterVec
	running   prometheus.Gauge
	firstByte prometheus.Histogram
	bytes     prometheus.Counter
	truncated prometheus.Counter
}

// NewMetrics registers the counters. Proxies that follow one another, as those of a site that is built again, share them.
func NewMetrics(to prometheus.Registerer) *Metrics {
	m := &Metrics{
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "docsite_tryit_calls_total", Help: "Calls from panels by how they ended: the class of the server's status, or the code of a problem.",
		}, []string{"outcome"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{Name: "docsite_tryit_calls_running", Help: "Calls from panels that are running."}),
		firstByte: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "docsite_tryit_first_byte_seconds", Help: "How long servers took for the headers of their answers.", Buckets: prometheus.ExponentialBuckets(0.005, 2.5, 10),
		}),
		bytes:     prometheus.NewCounter(prometheus.CounterOpts{Name: "docsite_tryit_answer_bytes_total", Help: "Bytes of bodies that were handed on to readers."}),
		truncated: prometheus.NewCounter(prometheus.CounterOpts{Name: "docsite_tryit_answers_truncated_total", Help: "Answers that were cut because they were too long."}),
	}
	to.MustRegister(m.calls, m.running, m.firstByte, m.bytes, m.truncated)
	return m
}

func (m *Metrics) begin() {
	if m != nil {
		m.running.Inc()
	}
}

func (m *Metrics) end(v *visit, err error) {
	if m == nil {
		return
	}
	m.running.Dec()
	m.calls.WithLabelValues(v.outcome(err)).Inc()
	m.bytes.Add(float64(v.bytes))
	if v.answered {
		m.firstByte.Observe(float64(v.firstByte) / float64(time.Second))
	}
	if v.truncated {
		m.truncated.Inc()
	}
}
