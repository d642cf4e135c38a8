package ratelimit

import (
	"encoding/binary"
	"errors"
	"slices"
	"sort"
	"time"
)

// window is what was spent within one Window, oldest first.
type window struct {
	marks []mark
	first int // marks before it are expired
	total int
}

// mark is n units, the last of them spent at a time, in nanoseconds since 1970.
type mark struct {
	at int64
	n  int
}

// live are the marks that count.
func (w *window) live() []mark { return w.marks[w.first:] }

// expire drops what was spent a Window ago or earlier.
func (w *window) expire(now int64) {
	for w.first < len(w.marks) && w.marks[w.first].at <= now-int64(Window) {
		w.total -= w.marks[w.first].n
		w.first++
	}
	// Moved once for as many as were dropped, so that a unit costs the same however many there are.
	if w.first > 16 && w.first > len(w.marks)/2 {
		w.marks = slices.Delete(w.marks, 0, w.first)
		w.first = 0
	}
}

// add spends a unit. Units of one step share a mark that bears the time of the last.
func (w *window) add(now int64, step time.Duration) {
	w.total++
	if live := w.live(); len(live) > 0 {
		last := &live[len(live)-1]
		if last.at/int64(step) == now/int64(step) {
			last.at = max(last.at, now)
			last.n++
			return
		}
	}
	w.marks = append(w.marks, mark{now, 1})
}

// addN spends n units at a time that isn't before any other.
func (w *window) addN(at int64, n int) {
	if n > 0 {
		w.marks = append(w.marks, mark{at, n})
		w.total += n
	}
}

// remove takes back a unit that was spent at a time, and reports whether it still counted.
func (w *window) remove(at, now int64) bool {
	if at <= now-int64(Window) {
		return false
	}
	live := w.live()
	i := sort.Search(len(live), func(i int) bool { return live[i].at >= at })
	if i == len(live) {
		return false
	}
	w.total--
	if live[i].n--; live[i].n == 0 {
		w.marks = slices.Delete(w.marks, w.first+i, w.first+i+1)
	}
	return true
}

// back says how long it takes until n units have come back. There must be as many.
func (w *window) back(now int64, n int) time.Duration {
	for _, m := range w.live() {
		if n -= m.n; n <= 0 {
			return time.Duration(m.at + int64(Window) - now)
		}
	}
	return 0
}

// clamp moves what lies after a time to that time.
func (w *window) clamp(latest int64) {
	for i := range w.marks {
		w.marks[i].at = min(w.marks[i].at, latest)
	}
}

const encoding = 1

// encode writes a window with the number of held units: the version, held, and per mark the milliseconds since the
// one before, rounded up, and its units. The rounding can only make a unit come back later.
func (w *window) encode(held int) []byte {
	live := w.live()
	data := make([]byte, 0, 16+4*len(live))
	data = append(data, encoding)
	data = binary.AppendUvarint(data, uint64(held))
	var before int64
	for _, m := range live {
		ms := (m.at + int64(time.Millisecond) - 1) / int64(time.Millisecond)
		data = binary.AppendVarint(data, ms-before)
		data = binary.AppendUvarint(data, uint64(m.n))
		before = ms
	}
	return data
}

var errEncoding = errors.New("ratelimit: the ledger's entry cannot be read: it is damaged, or from a newer version")

// decode reads what encode wrote. Nothing is an empty window.
func decode(data []byte) (w window, held int, err error) {
	if data == nil {
		return window{}, 0, nil
	}
	if len(data) == 0 || data[0] != encoding {
		return window{}, 0, errEncoding
	}
	r := reader{data: data[1:]}
	held = r.count()
	var ms int64
	for len(r.data) > 0 && !r.bad {
		ms += r.delta()
		w.addN(ms*int64(time.Millisecond), r.count())
	}
	if r.bad || !slices.IsSortedFunc(w.marks, func(a, b mark) int { return int(a.at - b.at) }) {
		return window{}, 0, errEncoding
	}
	return w, held, nil
}

// reader reads variable-length numbers, remembering whether one was malformed.
type reader struct {
	data []byte
	bad  bool
}

func (r *reader) count() int {
	v, n := binary.Uvarint(r.data)
	r.advance(n)
	if v > 1<<31 {
		r.bad = true
		return 0
	}
	return int(v)
}

func (r *reader) delta() int64 {
	v, n := binary.Varint(r.data)
	r.advance(n)
	return v
}

func (r *reader) advance(n int) {
	if n <= 0 {
		r.bad, r.data = true, nil
		return
	}
	r.data = r.data[n:]
}
