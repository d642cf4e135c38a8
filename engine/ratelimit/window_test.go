package ratelimit

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestEncodingKeepsTheWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w window
		now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC).UnixNano()
		for range rapid.IntRange(0, 50).Draw(t, "units") {
			now += rapid.Int64Range(0, int64(5*time.Minute)).Draw(t, "gap")
			w.add(now, time.Millisecond)
		}
		w.expire(now)
		held := rapid.IntRange(0, 1024).Draw(t, "held")
		back, gotHeld, err := decode(w.encode(held))
		if err != nil || gotHeld != held || back.total != w.total {
			t.Fatalf("held %d, %d units, %v; want %d, %d", gotHeld, back.total, err, held, w.total)
		}
		for i, m := range w.live() {
			if late := time.Duration(back.marks[i].at - m.at); late < 0 || late >= time.Millisecond {
				t.Fatalf("a unit comes back %v later", late)
			}
		}
	})
}

func TestDamagedEntriesAreRefused(t *testing.T) {
	var w window
	w.addN(time.Hour.Nanoseconds(), 3)
	good := w.encode(5)
	backwards := append(w.encode(5), 1, 1) // a mark one millisecond before the last
	for _, data := range [][]byte{{}, {2, 0}, good[:len(good)-1], {1, 0xff}, backwards} {
		if _, _, err := decode(data); !errors.Is(err, errEncoding) {
			t.Errorf("%x: %v", data, err)
		}
	}
	if w, held, err := decode(nil); err != nil || held != 0 || w.total != 0 {
		t.Error("nothing isn't an empty window")
	}
}

func TestCoarseStepsBoundTheMemory(t *testing.T) {
	var w window
	limit := 10_000_000
	for i := range 100_000 {
		w.add(int64(i)*int64(100*time.Microsecond), step(limit))
	}
	if w.total != 100_000 || len(w.marks) != 10 {
		t.Errorf("%d units in %d marks", w.total, len(w.marks))
	}
	if d := w.back(0, 1); d != Window+time.Second-100*time.Microsecond {
		t.Errorf("the first unit comes back after %v: before the last of its second", d)
	}
}

func TestExpiryCompacts(t *testing.T) {
	var w window
	for i := range 10_000 {
		now := int64(i) * int64(time.Minute)
		w.expire(now)
		w.add(now, time.Millisecond)
	}
	if w.total != 60 || cap(w.marks) > 1000 {
		t.Errorf("%d units, room for %d", w.total, cap(w.marks))
	}
	if diff := cmp.Diff(60, len(w.live())); diff != "" {
		t.Error(diff)
	}
}
