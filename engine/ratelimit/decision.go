package ratelimit

import (
	"net/http"
	"strconv"
	"time"
)

// Decision is the answer to a Take or Peek.
type Decision struct {
	Allowed    bool
	Limit      int           // units in any Window
	Remaining  int           // units left
	Reset      time.Duration // until the next spent unit comes back, 0 if none is spent
	RetryAfter time.Duration // until a unit can be spent, unless Allowed

	// Where to give the unit back; nil if none was spent.
	limiter *Limiter
	account *account
	at      int64
}

// Refund gives the unit back, for a request that turned out not to count, and brings the numbers up to date. A
// second Refund does nothing, like that of a Decision which spent nothing.
func (d *Decision) Refund() {
	if d.account != nil {
		*d = d.limiter.refund(d.account, d.at, d.Limit)
	}
}

// WriteHeader says in an answer's header what the budget is and what is left of it, as in the IETF's draft
// "RateLimit header fields for HTTP": w and t in seconds, t until the next unit comes back. The name tells it from the
// others that the header has, behind which it is put.
func (d Decision) WriteHeader(h http.Header, name string) {
	var buf [128]byte
	text := begin(buf[:0], h, "Ratelimit-Policy", name)
	text = append(text, ";q="...)
	text = strconv.AppendInt(text, int64(d.Limit), 10)
	text = append(text, ";w="...)
	text = strconv.AppendInt(text, int64(Window/time.Second), 10)
	h.Set("Ratelimit-Policy", string(text))

	text = begin(buf[:0], h, "Ratelimit", name)
	text = append(text, ";r="...)
	text = strconv.AppendInt(text, int64(d.Remaining), 10)
	text = append(text, ";t="...)
	text = strconv.AppendInt(text, seconds(d.Reset), 10)
	h.Set("Ratelimit", string(text))

	if !d.Allowed {
		h.Set("Retry-After", strconv.FormatInt(seconds(d.RetryAfter), 10))
	}
}

// begin appends what a header has already, and the name of the next item.
func begin(text []byte, h http.Header, header, name string) []byte {
	if had := h.Get(header); had != "" {
		text = append(append(text, had...), ", "...)
	}
	return append(append(append(text, '"'), name...), '"')
}

// seconds rounds up, so that whoever waits as long as told has waited long enough.
func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }
