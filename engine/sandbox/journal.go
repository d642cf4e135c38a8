package sandbox

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"wpengine/engine/store"
)

// maxPending is how many unwritten rows the journal takes before it asks those who make them to wait.
const maxPending = 4096

// journal writes the network's changes to its State: many at once, in one transaction, in order.
//
// Whoever makes a change gets its position and may go on; nobody outside hears of the change before
// the journal has come that far. So an acknowledged message is a written message, and ten clients that
// send at the same time share one commit.
type journal struct {
	state State
	log   *slog.Logger

	mu      sync.Mutex
	pending []store.SandboxRow
	places  map[rowKey]int // of the pending rows: the last write of a row wins
	taken   uint64         // position of the newest change
	written uint64         // position up to which everything is in the state
	turn    chan struct{}  // closed when written has moved

	wake chan struct{}
	stop chan struct{}
	done chan struct{}
	err  error // why the last changes could not be written; read after done
}

type rowKey struct{ kind, id string }

func newJournal(state State, log *slog.Logger) *journal {
	j := &journal{
		state: state, log: log, places: map[rowKey]int{}, turn: make(chan struct{}),
		wake: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}),
	}
	go j.run()
	return j
}

// append takes the rows of one change, which are never written apart, and returns the journal's newest
// position. Without rows it only tells the position: what is visible now is safe once that is written.
func (j *journal) append(rows []store.SandboxRow) uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(rows) == 0 {
		return j.taken
	}
	for _, row := range rows {
		key := rowKey{row.Kind, row.ID}
		if at, ok := j.places[key]; ok {
			j.pending[at] = row
			continue
		}
		j.places[key] = len(j.pending)
		j.pending = append(j.pending, row)
	}
	j.taken++
	select {
	case j.wake <- struct{}{}:
	default:
	}
	return j.taken
}

// wait returns when everything up to the position is written.
func (j *journal) wait(ctx context.Context, position uint64) error {
	return j.until(ctx, func() bool { return j.written >= position })
}

// room returns when the journal isn't too far behind. Whoever is about to make a change on behalf of
// somebody calls it first, without holding a lock.
func (j *journal) room(ctx context.Context) error {
	return j.until(ctx, func() bool { return len(j.pending) < maxPending })
}

func (j *journal) until(ctx context.Context, reached func() bool) error {
	for {
		j.mu.Lock()
		ok, turn := reached(), j.turn
		j.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-turn:
		case <-ctx.Done():
			return ctx.Err()
		case <-j.done:
			return ErrClosed
		}
	}
}

func (j *journal) run() {
	defer close(j.done)
	for {
		select {
		case <-j.wake:
			if j.err = j.flush(); j.err != nil {
				return
			}
		case <-j.stop:
			j.err = j.flush()
			return
		}
	}
}

// flush writes what is pending.
func (j *journal) flush() error {
	j.mu.Lock()
	rows, position := j.pending, j.taken
	j.pending, j.places = nil, map[rowKey]int{}
	j.mu.Unlock()
	if len(rows) > 0 {
		if err := j.apply(rows); err != nil {
			return err
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.written = position
	close(j.turn)
	j.turn = make(chan struct{})
	return nil
}

// apply writes rows. A State that fails is asked again and again: until it works, nothing new is
// acknowledged, so nothing accepted is lost. It gives up when the network is closed.
func (j *journal) apply(rows []store.SandboxRow) error {
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		err := j.state.Apply(context.Background(), rows)
		if err == nil {
			return nil
		}
		select {
		case <-j.stop:
			return fmt.Errorf("sandbox: %d rows could not be written: %w", len(rows), err)
		default:
		}
		j.log.Error("the simulated network can't write its state; nothing is acknowledged until it can", "error", err)
		select {
		case <-time.After(pause):
		case <-j.stop:
		}
	}
}

// close writes what is left and ends the journal's goroutine.
func (j *journal) close() error {
	close(j.stop)
	<-j.done
	return j.err
}
