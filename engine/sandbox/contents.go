package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// maxTranscript is how many messages a phone keeps. The oldest go first.
const maxTranscript = 10_000

// contents tells what is in a transcript and where: the messages themselves are in the state alone. It is read from
// there when a phone has something to look up or to write down for the first time.
type contents struct {
	places []place           // oldest first
	byID   map[string]uint64 // the newest with this id
}

// place is where in the transcript a message is.
type place struct {
	cursor uint64
	id     string
}

func newContents() *contents { return &contents{byID: map[string]uint64{}} }

func (c *contents) add(cursor uint64, id string) {
	c.places = append(c.places, place{cursor, id})
	c.byID[id] = cursor
}

// begins gives the cursor of the oldest message, or "" if there is none.
func (c *contents) begins() string {
	if len(c.places) == 0 {
		return ""
	}
	return fmt.Sprintf("%016x", c.places[0].cursor)
}

// takeOldest gives the place of a message that must go, while there are too many.
func (c *contents) takeOldest() (cursor uint64, found bool) {
	if len(c.places) <= maxTranscript {
		return 0, false
	}
	oldest := c.places[0]
	c.places = c.places[1:]
	if c.byID[oldest.id] == oldest.cursor {
		delete(c.byID, oldest.id)
	}
	return oldest.cursor, true
}

// openTranscript sees to it that the phone knows what is in its transcript. The caller holds the crypto lock, so nothing
// is recorded meanwhile; but the past of a world may be written.
func (p *Phone) openTranscript(ctx context.Context) error {
	for {
		var known bool
		var edition uint64
		p.net.among([]*account{p.account}, func(*tx) { known, edition = p.contents != nil, p.edition })
		if known {
			return nil
		}
		c, err := p.readContents(ctx)
		if err != nil {
			return err
		}
		p.net.among([]*account{p.account}, func(*tx) {
			if p.edition != edition {
				return
			}
			p.contents = c
			if last := len(c.places) - 1; last >= 0 {
				p.newest = max(p.newest, c.places[last].cursor)
			}
		})
	}
}

// readContents goes through the transcript.
func (p *Phone) readContents(ctx context.Context) (*contents, error) {
	if err := p.net.saved(ctx); err != nil {
		return nil, err
	}
	c, prefix := newContents(), p.account.Transcript
	err := eachRow(ctx, p.net.state, kindMessage, prefix, func(id string, data []byte) error {
		var m struct{ ID string }
		cursor, err := strconv.ParseUint(id[len(prefix):], 16, 64)
		if err == nil {
			err = json.Unmarshal(data, &m)
		}
		if err == nil {
			c.add(cursor, m.ID)
		}
		return err
	})
	c.places = slices.Clip(c.places)
	return c, err
}

// rewritten forgets what is in the transcript: messages were put into it that are not the newest.
func (p *Phone) rewritten() {
	p.contents = nil
	p.edition++
}

// enter puts a new message into the contents, and drops the oldest ones if there are too many.
func (p *Phone) enter(t *tx, id string) {
	if p.contents == nil {
		return // the transcript couldn't be read; it will be, for the next message
	}
	p.contents.add(p.newest, id)
	for {
		cursor, found := p.contents.takeOldest()
		if !found {
			return
		}
		row := p.account.Transcript + fmt.Sprintf("%016x", cursor)
		t.drop(kindMessage, row)
		t.drop(kindProgress, row)
	}
}

// find reads a message by its id, or returns ErrNoMessage. The caller holds the crypto lock.
func (p *Phone) find(ctx context.Context, id string) (Message, error) {
	if err := p.openTranscript(ctx); err != nil {
		return Message{}, err
	}
	var cursor uint64
	var found bool
	p.net.among([]*account{p.account}, func(*tx) {
		if p.contents != nil {
			cursor, found = p.contents.byID[id]
		}
	})
	if !found {
		return Message{}, ErrNoMessage
	}
	// A page of one message, behind the place before it.
	page, _, err := p.Messages(ctx, fmt.Sprintf("%016x", cursor-1), 1)
	if err == nil && (len(page) == 0 || page[0].ID != id) {
		err = ErrNoMessage
	}
	if err != nil {
		return Message{}, err
	}
	return page[0], nil
}
