// Package throttle makes whoever guesses wait, and nobody else.
//
// An attempt is counted under names of the caller's choosing, such as an account together with an address. Under a
// name a few attempts are free; after them each has to wait longer than the one before. An attempt that comes too early
// is refused and not counted, so that insisting costs nothing but the time. One that succeeds is not held against
// anybody.
//
// The counts are in memory, and those of a throttle that was opened are in the database too before an attempt is made: a
// restart forgives nobody. What is kept of a name is its hash.
package throttle

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// maxNames bounds the memory. When there are more, some are forgotten.
const maxNames = 100_000

// Rule says how attempts under a name are slowed down.
type Rule struct {
	Free   int           // so many may follow each other without a wait
	First  time.Duration // the wait after them; each further attempt doubles it
	Most   time.Duration // what it grows to
	Forget time.Duration // after so long without an attempt all are forgotten
}

// Count is a name under which an attempt is counted, and the rule for it.
type Count struct {
	Name string
	Rule Rule
}

// Throttle counts attempts. The zero Throttle is ready to use, and forgets all when the program ends.
type Throttle struct {
	Now func() time.Time // time.Now if nil

	rows    *store.Attempts // nil for a throttle in memory alone
	log     *slog.Logger
	writing sync.Mutex // so that what is written last is the newest

	mu        sync.Mutex
	names     map[hash]*attempts
	forgotten []hash // which the database has yet to forget
}

// hash stands for a name, which may say who has tried what from where.
type hash [sha256.Size]byte

type attempts struct {
	count int
	last  time.Time
	until time.Time // when the next may be made
	quiet time.Time // when they are forgotten
}

// Open returns a throttle that goes on from what is in the database. The time is now's, or the machine's if that is nil.
func Open(ctx context.Context, rows *store.Attempts, log *slog.Logger, now func() time.Time) (*Throttle, error) {
	t := &Throttle{Now: now, rows: rows, log: log, names: map[hash]*attempts{}}
	live, err := rows.Live(ctx, t.now())
	for _, row := range live {
		t.names[hash(row.Name)] = &attempts{count: row.Count, last: row.Last, until: row.Until, quiet: row.Quiet}
	}
	return t, err
}

// Attempt counts an attempt under all the names and returns how many that are under the first of them, unless one of the
// names has to wait: then nothing is counted, and it returns for how long.
//
// It is counted before it is made: of a hundred guesses at the same moment a hundred count.
func (t *Throttle) Attempt(counts ...Count) (made int, wait time.Duration) {
	if made, wait = t.attempt(counts); wait == 0 {
		t.keep(counts)
	}
	return made, wait
}

func (t *Throttle) attempt(counts []Count) (made int, wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	for _, c := range counts {
		if a := t.find(c, now); a != nil {
			wait = max(wait, a.until.Sub(now))
		}
	}
	if wait > 0 {
		return 0, wait
	}
	for i := len(counts) - 1; i >= 0; i-- {
		c := counts[i]
		a := t.find(c, now)
		if a == nil {
			t.makeRoom(now)
			a = &attempts{}
			t.names[c.hash()] = a
		}
		a.count++
		a.last, a.until, a.quiet = now, now.Add(c.Rule.wait(a.count)), now.Add(c.Rule.Forget)
		made = a.count
	}
	return made, 0
}

// wait is how long the next attempt has to wait after so many.
func (r Rule) wait(count int) time.Duration {
	if count < r.Free {
		return 0
	}
	wait := r.First
	for range count - r.Free {
		if wait *= 2; wait >= r.Most {
			return r.Most
		}
	}
	return wait
}

// Succeeded takes an attempt back that was right: the first name is forgotten, under the others it is not counted. They
// are not forgotten, or whoever has one account could go on guessing at others.
func (t *Throttle) Succeeded(counts ...Count) {
	defer t.keep(counts)
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, c := range counts {
		a := t.names[c.hash()]
		switch {
		case a == nil:
		case i == 0 || a.count <= 1:
			delete(t.names, c.hash())
		default:
			a.count--
			a.until = a.last.Add(c.Rule.wait(a.count))
		}
	}
}

// keep writes down what there now is under names. It waits for that, and whoever tries can't cut it short by hanging up.
func (t *Throttle) keep(counts []Count) {
	if t.rows == nil {
		return
	}
	t.writing.Lock()
	defer t.writing.Unlock()
	t.mu.Lock()
	var made []store.Attempt
	forgotten := t.forgotten
	t.forgotten = nil
	for _, c := range counts {
		name := c.hash()
		if a := t.names[name]; a != nil {
			made = append(made, store.Attempt{Name: name[:], Count: a.count, Last: a.last, Until: a.until, Quiet: a.quiet})
		} else {
			forgotten = append(forgotten, name)
		}
	}
	t.mu.Unlock()
	gone := make([][]byte, len(forgotten))
	for i := range forgotten {
		gone[i] = forgotten[i][:]
	}
	if err := t.rows.Save(context.Background(), made, gone); err != nil {
		t.log.Error("throttle: attempts are kept in memory alone", "error", err)
	}
}

// hash is that of a count's name.
func (c Count) hash() hash { return sha256.Sum256([]byte(c.Name)) }

func (t *Throttle) now() time.Time {
	if t.Now == nil {
		return time.Now()
	}
	return t.Now()
}

// find returns what was attempted under a name, nil if that is forgotten.
func (t *Throttle) find(c Count, now time.Time) *attempts {
	if t.names == nil {
		t.names = map[hash]*attempts{}
	}
	name := c.hash()
	a := t.names[name]
	if a != nil && !now.Before(a.quiet) {
		delete(t.names, name)
		return nil
	}
	return a
}

// makeRoom forgets what has become quiet when there are too many names, and if all are lively, a tenth of them: who is
// forgotten has a few free attempts more.
func (t *Throttle) makeRoom(now time.Time) {
	if len(t.names) < maxNames {
		return
	}
	for name, a := range t.names {
		if !now.Before(a.quiet) {
			delete(t.names, name)
		}
	}
	if len(t.names) < maxNames {
		return
	}
	for _, waiting := range []bool{false, true} { // those that wait last: they are guessing right now
		for name, a := range t.names {
			if len(t.names) <= maxNames*9/10 {
				return
			}
			if a.until.After(now) == waiting {
				delete(t.names, name)
				if t.rows != nil {
					t.forgotten = append(t.forgotten, name)
				}
			}
		}
	}
}

// Network is what one person has of addresses: an IPv4 address, or 64 bits of an IPv6 one.
func Network(address string) string {
	addr, err := netip.ParseAddr(address)
	if err != nil || addr.Is4() {
		return address
	}
	prefix, _ := addr.Prefix(64)
	return prefix.String()
}

// Refusal is what is said to whoever has to wait.
func Refusal(wait time.Duration) *api.Error {
	unit := "seconds"
	seconds := int((wait + time.Second - 1) / time.Second)
	if seconds == 1 {
		unit = "second"
	}
	return &api.Error{
		Code: api.CodeRateLimited, RetryAfter: wait,
		Detail: fmt.Sprintf("There were too many attempts from here. Try again in %d %s.", seconds, unit),
	}
}
