package diagram

import (
	"regexp"
	"slices"
	"strings"
)

// sequence is the model of a sequence diagram: https://mermaid.js.org/syntax/sequenceDiagram.html.
type sequence struct {
	*source
	people []*person
	byID   map[string]int
	events []event
	boxes  []sequenceBox
	box    int   // the box that participants are being put into, or -1
	open   []int // the frames that the reader is in, by their events
}

// person is a participant.
type person struct {
	words      text
	id         string
	actor      bool
	box        int
	created    bool // by a message, not there from the start
	x, width   int
	top, end   int // of the lifeline
	gone       bool
	activities []int // where those that are open began
}

type sequenceBox struct {
	title text
	paint paint
}

type eventKind uint8

const (
	message eventKind = iota
	noteEvent
	frameStart
	frameDivider
	frameEnd
	activate
	deactivate
	numberFrom
	destroy
)

// event is what happens, from above to below.
type event struct {
	kind     eventKind
	words    text
	from, to int // people; of a note the first and last that it is at
	link     link
	on, off  bool // a message that activates its receiver, or ends its sender's activity
	place    side // of a note: before, after, or above for one that lies over people
	word     string
	paint    paint
	number   [2]int // the first number and the step between numbers; a step of 0 is none
	line     int
}

// wrapMessage is how wide a line of a message may be.
const wrapMessage = 300

func drawSequence(s *source) (*canvas, error) {
	q := &sequence{source: s, byID: map[string]int{}, box: -1}
	for s.next() {
		if len(q.events) > mostEdges || len(q.people) > 100 {
			return nil, s.fail("the diagram has too much to be drawn: up to 100 participants and %d messages can be", mostEdges)
		}
		if err := q.read(s.statement()); err != nil {
			return nil, err
		}
	}
	if n := len(q.open); n > 0 {
		e := q.events[q.open[n-1]]
		return nil, &Error{e.line, "the " + e.word + ` that begins here has no "end"`}
	}
	return q.draw(), nil
}

// read reads a line.
func (q *sequence) read(line string) error {
	first, rest := word(line)
	switch first {
	case "participant", "actor":
		q.declare(rest, first == "actor", false)
		return nil
	case "create":
		kind, rest := word(rest)
		if kind != "participant" && kind != "actor" {
			rest = kind + " " + rest
		}
		q.declare(rest, kind == "actor", true)
		return nil
	case "destroy":
		q.events = append(q.events, event{kind: destroy, from: q.person(rest)})
		return nil
	case "box":
		q.startBox(rest)
		return nil
	case "end":
		return q.end()
	case "autonumber":
		q.autonumber(rest)
		return nil
	case "activate", "deactivate":
		kind := activate
		if first == "deactivate" {
			kind = deactivate
		}
		q.events = append(q.events, event{kind: kind, from: q.person(rest)})
		return nil
	case "loop", "alt", "opt", "par", "par_over", "critical", "break", "rect":
		q.startFrame(strings.TrimSuffix(first, "_over"), rest)
		return nil
	case "else", "and", "option":
		return q.divide(first, rest)
	case "links", "link", "properties", "details":
		return nil
	case "title", "title:":
		q.title = strings.TrimSpace(strings.TrimPrefix(rest, ":"))
		return nil
	}
	if strings.EqualFold(first, "note") {
		return q.note(rest)
	}
	return q.message(line)
}

// declare reads the name of a participant, and another name to show.
func (q *sequence) declare(rest string, actor, created bool) {
	id, shown, _ := strings.Cut(rest, " as ")
	if i := strings.Index(id, "@{"); i >= 0 {
		if m := alias.FindStringSubmatch(rest); m != nil && shown == "" {
			shown = m[1]
		}
		actor = actor || strings.Contains(id, `"actor"`)
		id = id[:i]
	}
	i := q.person(id)
	p := q.people[i]
	if shown = strings.TrimSpace(shown); shown != "" {
		p.words = personWords(shown)
	}
	p.actor, p.created, p.box = p.actor || actor, created, q.box
}

var alias = regexp.MustCompile(`"?alias"?\s*:\s*"([^"]*)"`)

func personWords(s string) text { return wordsOf(unquoted(s), style{wrap: 180}) }

// person is the index of a participant, who need not have been declared.
func (q *sequence) person(id string) int {
	id = strings.TrimSpace(id)
	i, ok := q.byID[id]
	if !ok {
		i = len(q.people)
		q.byID[id] = i
		q.people = append(q.people, &person{id: id, words: personWords(id), box: -1})
	}
	return i
}

func (q *sequence) startBox(rest string) {
	title, paint := rest, paint{}
	first, after := word(rest)
	if i := strings.IndexByte(rest, ')'); i > 0 && strings.HasPrefix(first, "rgb") {
		first, after = rest[:i+1], strings.TrimSpace(rest[i+1:])
	}
	if _, ok := colourOf(strings.ToLower(first)); ok || first == "transparent" {
		title, paint = after, groundPaint(first)
	}
	q.box = len(q.boxes)
	q.boxes = append(q.boxes, sequenceBox{wordsOf(title, style{small: true, bold: true}), paint})
}

func groundPaint(colour string) paint {
	p := paintOf(map[string]string{"fill": strings.ToLower(strings.TrimSpace(colour))})
	p.soften()
	return p
}

func (q *sequence) startFrame(kind, rest string) {
	e := event{kind: frameStart, word: kind, line: q.at + 1}
	if kind == "rect" {
		e.paint = groundPaint(rest)
	} else {
		e.words = wordsOf(rest, style{wrap: wrapMessage, small: true})
	}
	q.open = append(q.open, len(q.events))
	q.events = append(q.events, e)
}

func (q *sequence) divide(kind, rest string) error {
	if len(q.open) == 0 {
		return q.fail("%q stands in no alt, par or critical", kind)
	}
	q.events = append(q.events, event{kind: frameDivider, word: kind, words: wordsOf(rest, style{wrap: wrapMessage, small: true})})
	return nil
}

func (q *sequence) end() error {
	switch n := len(q.open); {
	case q.box >= 0 && n == 0:
		q.box = -1
	case n == 0:
		return q.fail(`this "end" ends nothing`)
	default:
		q.open = q.open[:n-1]
		q.events = append(q.events, event{kind: frameEnd})
	}
	return nil
}

// autonumber reads from which number on messages are numbered, and the step.
func (q *sequence) autonumber(rest string) {
	number := [2]int{1, 1}
	if rest == "off" {
		number = [2]int{}
	}
	for i, s := range strings.Fields(rest) {
		if n, ok := natural(s); ok && i < 2 && n < 1_000_000 {
			number[i] = n
		}
	}
	q.events = append(q.events, event{kind: numberFrom, number: number})
}

// note reads "right of A: text", "left of A: text" or "over A,B: text".
func (q *sequence) note(rest string) error {
	at, said, ok := strings.Cut(rest, ":")
	if !ok {
		return q.fail(`a note is written as "Note right of A: text"`)
	}
	e := event{kind: noteEvent, words: wordsOf(said, style{wrap: 220, small: true})}
	var people string
	switch lower := strings.ToLower(at); {
	case strings.HasPrefix(lower, "right of "):
		e.place, people = after, at[len("right of "):]
	case strings.HasPrefix(lower, "left of "):
		e.place, people = before, at[len("left of "):]
	case strings.HasPrefix(lower, "over "):
		e.place, people = above, at[len("over "):]
	default:
		return q.fail(`a note is "right of", "left of" or "over" somebody, not %q`, shown(at))
	}
	one, other, _ := strings.Cut(people, ",")
	e.from = q.person(one)
	e.to = e.from
	if strings.TrimSpace(other) != "" {
		e.to = q.person(other)
	}
	e.from, e.to = min(e.from, e.to), max(e.from, e.to)
	q.events = append(q.events, e)
	return nil
}

// arrows are the signs of messages. Those with an x come last: names have it too.
var arrows = []struct {
	sign string
	link link
}{
	{"<<-->>", link{from: arrow, to: arrow, dotted: true}},
	{"<<->>", link{from: arrow, to: arrow}},
	{"-->>", link{to: arrow, dotted: true}},
	{"->>", link{to: arrow}},
	{"--)", link{to: openArrow, dotted: true}},
	{"-)", link{to: openArrow}},
	{"-->", link{dotted: true}},
	{"->", link{}},
	{"--x", link{to: cross, dotted: true}},
	{"-x", link{to: cross}},
}

// message reads "A->>+B: text".
func (q *sequence) message(line string) error {
	who, said, _ := strings.Cut(line, ":")
	at, best := -1, 0
	for i, a := range arrows {
		if k := strings.Index(who, a.sign); k > 0 && (at < 0 || k < at && a.sign[len(a.sign)-1] != 'x') {
			at, best = k, i
		}
	}
	if at < 0 {
		return q.fail("neither a message such as A->>B: text nor anything else known: %q", shown(line))
	}
	to := strings.TrimSpace(who[at+len(arrows[best].sign):])
	e := event{kind: message, link: arrows[best].link, words: wordsOf(said, style{wrap: wrapMessage})}
	if rest, ok := strings.CutPrefix(to, "+"); ok {
		e.on, to = true, rest
	} else if rest, ok := strings.CutPrefix(to, "-"); ok {
		e.off, to = true, rest
	}
	from := strings.TrimSpace(who[:at])
	if from == "" || strings.TrimSpace(to) == "" {
		return q.fail("a message needs somebody on both sides of %s", arrows[best].sign)
	}
	e.from = q.person(from)
	e.to = q.person(to)
	q.events = append(q.events, e)
	return nil
}

// numbered reports that messages are numbered from some point on.
func (q *sequence) numbered() bool {
	return slices.ContainsFunc(q.events, func(e event) bool { return e.kind == numberFrom && e.number[1] > 0 })
}
