package sandbox

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// readPast reads a message of the history.
func (r *worldReader) readPast(n *yaml.Node) {
	m := r.mapping(n, "a past message", "from", "to", "at", "text", "read")
	if m == nil {
		return
	}
	past := pastMessage{read: true}
	for _, key := range []string{"from", "to", "at", "text"} {
		if m[key] == nil {
			r.wrong(n, "the message has no %s: a past message needs from, to, at and text", key)
		}
	}
	if m["from"] != nil {
		past.from = r.phone(m["from"], "from")
	}
	if m["to"] != nil {
		r.readTo(m["to"], &past)
	}
	if m["text"] != nil {
		past.text = r.text(m["text"], "text", 65536)
	}
	if m["at"] != nil {
		var err error
		if past.at, past.ago, err = parsePast(m["at"].Value, time.Now()); err != nil {
			r.wrong(m["at"], "%s", err)
		}
	}
	if m["read"] != nil {
		if err := m["read"].Decode(&past.read); err != nil {
			r.wrong(m["read"], "read must be true or false")
		}
	}
	if m["from"] == nil || m["to"] == nil || m["at"] == nil || m["text"] == nil {
		return
	}
	same := pastID(past.from, m["to"].Value, m["at"].Value, past.text)
	r.repeats[same]++
	past.id = pastID(same, strconv.Itoa(r.repeats[same]))
	r.world.history = append(r.world.history, past)
}

// readTo reads whom a past message was sent to: a group that its sender is in, or another phone.
func (r *worldReader) readTo(n *yaml.Node, past *pastMessage) {
	if index, ok := r.groups[n.Value]; ok && n.Kind == yaml.ScalarNode {
		past.group = index
		if g := r.world.groups[index]; past.from != "" && !slices.Contains(g.members, past.from) {
			r.wrong(n, "the sender +%s isn't in the group %s: add it to the members", past.from, g.subject)
		}
		return
	}
	before := len(r.mistakes)
	past.to = r.phone(n, "to")
	switch {
	case len(r.mistakes) > before:
		var subjects []string
		for subject := range r.groups {
			subjects = append(subjects, subject)
		}
		slices.Sort(subjects)
		if hint := suggestion(n.Value, subjects); hint != "" {
			r.mistakes[before].Text = fmt.Sprintf("to must be a phone or a group of this world, and %q isn't one%s", n.Value, hint)
		}
	case past.to != "" && past.to == past.from:
		r.wrong(n, "the message goes to its own sender: say who else gets it")
	}
}

var (
	agoPattern  = regexp.MustCompile(`^((?:\d+\s*[wdhms]\s*)+)ago$`)
	agoPart     = regexp.MustCompile(`(\d+)\s*([wdhms])`)
	pastLayouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02"}
)

// maxAgo is how long ago a past message can be.
const maxAgo = 20 * 365 * 24 * time.Hour

// parsePast reads when something was: a time, or how long before the world is loaded.
func parsePast(text string, now time.Time) (at time.Time, ago time.Duration, err error) {
	text = strings.TrimSpace(text)
	if found := agoPattern.FindStringSubmatch(text); found != nil {
		units := map[string]time.Duration{"w": 7 * 24 * time.Hour, "d": 24 * time.Hour, "h": time.Hour, "m": time.Minute, "s": time.Second}
		for _, part := range agoPart.FindAllStringSubmatch(found[1], -1) {
			count, err := strconv.Atoi(part[1])
			if err != nil || count > int(maxAgo/units[part[2]]) {
				return at, 0, fmt.Errorf("%q is too long ago: 20 years are possible", text)
			}
			ago += time.Duration(count) * units[part[2]]
		}
		if ago > maxAgo {
			return at, 0, fmt.Errorf("%q is too long ago: 20 years are possible", text)
		}
		return at, max(ago, time.Second), nil
	}
	for _, layout := range pastLayouts {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		switch {
		case t.After(now):
			return at, 0, fmt.Errorf("%q is in the future, and the history is past", text)
		case t.Before(now.Add(-maxAgo)):
			return at, 0, fmt.Errorf("%q is too long ago: 20 years are possible", text)
		}
		return t.UTC(), 0, nil
	}
	return at, 0, fmt.Errorf("%q is not a time: write how long ago, such as 2d 3h ago, or a time in UTC, such as 2026-03-01 12:00", text)
}
