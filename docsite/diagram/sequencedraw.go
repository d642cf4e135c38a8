package diagram

import (
	"strconv"

	"wpengine/docsite/diagram/layered"
)

// stage draws a sequence diagram from above to below.
type stage struct {
	*sequence
	*canvas
	y      int
	frames []*sequenceFrame // that are open
	all    []*sequenceFrame
	number [2]int
	dying  map[int]bool
	right  int // how far something reaches
	left   int
}

// sequenceFrame is a box around events.
type sequenceFrame struct {
	event       *event
	top, bottom int
	left, right int
	used        bool
	dividers    []frameRule
}

type frameRule struct {
	y     int
	words text
}

func (q *sequence) draw() *canvas {
	c := &canvas{kind: "sequence", name: "Sequence diagram"}
	s := &stage{sequence: q, canvas: c, dying: map[int]bool{}}
	s.left, s.right = q.spread()
	s.left = -s.left
	if n := len(q.people); n > 0 {
		s.right += q.people[n-1].x
	}
	s.heads()
	for i := range q.events {
		s.event(&q.events[i])
	}
	s.finish()
	return c
}

// heads draws the participants who are there from the start.
func (s *stage) heads() {
	for _, b := range s.boxes {
		if b.title.height > 0 {
			s.y = 24
		}
	}
	if len(s.boxes) > 0 {
		s.y += 10
	}
	high := 0
	for _, p := range s.people {
		if !p.created {
			high = max(high, p.height())
		}
	}
	for _, p := range s.people {
		p.top = s.y + high
		if !p.created {
			s.person(p, s.y+high-p.height())
		}
	}
	s.y += high + 14
}

func (p *person) height() int {
	if p.actor {
		return 46 + p.words.height
	}
	return p.words.height + 2*padY
}

// person draws the box or figure of a participant, with its upper edge at y.
func (s *stage) person(p *person, y int) {
	sh := s.on(shapes)
	if !p.actor {
		sh.rect(p.x-p.width/2, y, p.width, p.height(), 6, "")
		s.on(words).words(p.words, p.x, y+p.height()/2, "")
		return
	}
	sh.circle(p.x, y+9, 8, "")
	sh.raw(`<path d="M`).int(p.x).raw(" ").int(y + 17).raw("v14M").int(p.x - 12).raw(" ").int(y + 22).raw("h24M").int(p.x - 9).raw(" ").int(y + 42)
	sh.raw(`l9 -11l9 11" class="d-bare"/>`)
	s.on(words).words(p.words, p.x, y+46+p.words.height/2, "")
}

func (s *stage) event(e *event) {
	switch e.kind {
	case message:
		s.message(e)
	case noteEvent:
		s.note(e)
	case frameStart:
		s.y += 6
		f := &sequenceFrame{event: e, top: s.y}
		s.frames = append(s.frames, f)
		s.all = append(s.all, f)
		s.y += 12
		if e.word != "rect" {
			s.y += 12 + max(0, e.words.height-leadSmall)
		}
	case frameDivider:
		f := s.frames[len(s.frames)-1]
		s.y += 4
		f.dividers = append(f.dividers, frameRule{s.y, e.words})
		s.y += 12 + e.words.height/2
	case frameEnd:
		s.endFrame()
	case activate:
		p := s.people[e.from]
		p.activities = append(p.activities, s.y-4)
	case deactivate:
		s.idle(e.from, s.y-4)
	case numberFrom:
		s.number = e.number
	case destroy:
		s.dying[e.from] = true
	}
}

// reach says that something in the open frames reaches from left to right.
func (s *stage) reach(left, right int) {
	s.left, s.right = min(s.left, left), max(s.right, right)
	if n := len(s.frames); n > 0 {
		f := s.frames[n-1]
		if !f.used {
			f.left, f.right, f.used = left, right, true
		}
		f.left, f.right = min(f.left, left), max(f.right, right)
	}
}

func (s *stage) endFrame() {
	n := len(s.frames)
	f := s.frames[n-1]
	s.frames = s.frames[:n-1]
	if !f.used {
		f.left, f.right = 0, 0
		if n := len(s.people); n > 0 {
			f.right = s.people[n-1].x
		}
	}
	f.left, f.right = f.left-16, f.right+16
	if f.event.word != "rect" {
		f.right = max(f.right, f.left+s.tab(f)+f.event.words.width+24)
		for _, d := range f.dividers {
			f.right = max(f.right, f.left+d.words.width+28)
		}
	}
	s.y += 4
	f.bottom = s.y
	s.y += 8
	s.reach(f.left, f.right)
}

// tab is the width of the corner that says what a frame is.
func (s *stage) tab(f *sequenceFrame) int {
	return wordsOf(f.event.word, style{small: true, bold: true}).width + 20
}

// edgeOf is where a line at the side of a participant ends: at the lifeline, or at the outermost bar.
func (s *stage) edgeOf(i, direction int) int {
	p := s.people[i]
	n := len(p.activities)
	switch {
	case n == 0:
		return p.x
	case direction < 0:
		return p.x - barHalf
	}
	return p.x + n*barHalf
}

func (s *stage) idle(i, y int) {
	p := s.people[i]
	n := len(p.activities)
	if n == 0 {
		return
	}
	s.bar(p, n-1, p.activities[n-1], y)
	p.activities = p.activities[:n-1]
}

// bar draws an activity.
func (s *stage) bar(p *person, depth, top, bottom int) {
	s.on(shapes).rect(p.x-barHalf+depth*barHalf, top, 2*barHalf, max(8, bottom-top), 2, "d-bar")
}

func (s *stage) message(e *event) {
	from, to := s.people[e.from], s.people[e.to]
	if e.from == e.to {
		s.toSelf(e)
	} else {
		direction := sign(to.x - from.x)
		s.y += e.words.height + 8
		if to.created {
			s.y += max(0, to.height()/2-e.words.height-2)
		}
		y := s.y
		if e.on {
			to.activities = append(to.activities, y)
		}
		x1, x2 := s.edgeOf(e.from, direction), s.edgeOf(e.to, -direction)
		if to.created {
			s.person(to, y-to.height()/2)
			to.created, to.top = false, y+to.height()/2
			x2 = to.x - direction*to.width/2
		}
		s.line(e, y, x1, x2)
		s.saying(e, y, x1, x2)
		s.y += 14
		if half := to.top - y; half > 0 {
			s.y = max(s.y, y+half+8)
		}
	}
	if e.off {
		s.idle(e.from, s.y-14)
	}
	for _, i := range []int{e.from, e.to} {
		if s.dying[i] {
			s.die(i)
		}
	}
	s.tell(from.words.plain(), " → ", to.words.plain(), ": ", e.words.plain())
}

func (s *stage) line(e *event, y, x1, x2 int) {
	s.join(&joined{
		path: []layered.Point{{X: x1, Y: y}, {X: x2, Y: y}}, along: layered.Right,
		from: e.link.from, to: e.link.to, dotted: e.link.dotted,
	})
	s.numberAt(x1, y)
	s.reach(min(x1, x2), max(x1, x2))
}

// numberAt draws the number of a message, if they have any.
func (s *stage) numberAt(x, y int) {
	if s.number[1] == 0 {
		return
	}
	digits := strconv.Itoa(s.number[0])
	s.on(chips).circle(x, y, 7+2*len(digits), "d-dark")
	s.on(words).words(wordsOf(digits, style{small: true}), x, y, ` class="d-on-dark"`)
	s.number[0] += s.number[1]
}

// saying writes a message above its line.
func (s *stage) saying(e *event, y, x1, x2 int) {
	class := ""
	for i := min(e.from, e.to) + 1; i < max(e.from, e.to); i++ {
		if d := s.people[i].x - (x1+x2)/2; max(d, -d) < e.words.width/2+4 {
			class = ` class="d-over"`
		}
	}
	s.on(words).words(e.words, (x1+x2)/2, y-6-e.words.height/2, class)
}

// toSelf draws a message from a participant to itself.
func (s *stage) toSelf(e *event) {
	high := max(28, e.words.height+4)
	s.y += 8
	top := s.y
	x1 := s.edgeOf(e.from, 1)
	if e.on {
		s.people[e.to].activities = append(s.people[e.to].activities, top+high)
	}
	x2 := s.edgeOf(e.to, 1)
	s.join(&joined{
		path: []layered.Point{{X: x1, Y: top}, {X: x1 + selfReach*4/3, Y: top}, {X: x2 + selfReach*4/3, Y: top + high}, {X: x2, Y: top + high}},
		loop: true, along: layered.Right, from: e.link.from, to: e.link.to, dotted: e.link.dotted,
	})
	s.numberAt(x1, top)
	x := x1 + selfReach + 4
	s.on(words).words(e.words, x, top+high/2, ` text-anchor="start"`)
	s.reach(x1, x+e.words.width)
	s.y += high + 12
}

// die ends a lifeline.
func (s *stage) die(i int) {
	p := s.people[i]
	for len(p.activities) > 0 {
		s.idle(i, s.y-8)
	}
	p.end, p.gone = s.y, true
	l := s.on(lines)
	l.line(p.x-7, s.y-7, p.x+7, s.y+7, "")
	l.line(p.x-7, s.y+7, p.x+7, s.y-7, "")
	s.y += 10
	delete(s.dying, i)
}

func (s *stage) note(e *event) {
	width, height := e.words.width+2*notePad, e.words.height+12
	from, to := s.people[e.from], s.people[e.to]
	var x int
	switch e.place {
	case after:
		x = s.edgeOf(e.from, 1) + noteGap
	case before:
		x = s.edgeOf(e.from, -1) - noteGap - width
	default:
		if e.from != e.to {
			width = max(width, to.x-from.x+40)
		}
		x = (from.x+to.x)/2 - width/2
	}
	s.y += 4
	s.on(shapes).rect(x, s.y, width, height, 3, "d-note")
	s.on(words).words(e.words, x+width/2, s.y+height/2, "")
	s.reach(x, x+width)
	s.tell("(", e.words.plain(), ")")
	s.y += height + 8
}

// finish draws what lies under the messages, whose ends are known now.
func (s *stage) finish() {
	for i, p := range s.people {
		for len(p.activities) > 0 {
			s.idle(i, s.y)
		}
	}
	bottom, high := s.y+6, 0
	mirrored := bottom > 560 // who is who is asked again below
	for _, p := range s.people {
		if mirrored && !p.gone {
			high = max(high, p.height())
		}
	}
	s.height = bottom + high
	if len(s.boxes) > 0 {
		s.height += 10
	}
	s.drawBoxes(s.height)
	for _, f := range s.all {
		s.frame(f)
	}
	for _, p := range s.people {
		end := bottom
		if p.gone {
			end = p.end
		}
		s.on(frames).line(p.x, p.top, p.x, end, "d-life")
		if mirrored && !p.gone {
			s.person(p, bottom)
		}
	}
	s.width = s.right - s.left
	s.shift = -s.left
}

// drawBoxes draws boxes around participants.
func (s *stage) drawBoxes(bottom int) {
	for i, b := range s.boxes {
		left, right, any := 0, 0, false
		for _, p := range s.people {
			if p.box != i {
				continue
			}
			if !any {
				left, right, any = p.x-p.width/2, p.x+p.width/2, true
			}
			left, right = min(left, p.x-p.width/2), max(right, p.x+p.width/2)
		}
		if !any {
			continue
		}
		left, right = left-12, right+12
		if lack := b.title.width + 16 - (right - left); lack > 0 {
			left, right = left-lack/2, right+lack/2
		}
		s.reach(left, right)
		s.on(frames).box(left, 0, layered.Size{Width: right - left, Height: bottom}, 8, b.paint.attributes())
		if b.title.height > 0 {
			s.on(words).words(b.title, (left+right)/2, 16, ` class="d-box"`)
		}
	}
}

// frame draws a box around events, with what it is in its corner.
func (s *stage) frame(f *sequenceFrame) {
	size := layered.Size{Width: f.right - f.left, Height: f.bottom - f.top}
	p := s.on(frames)
	if f.event.word == "rect" {
		if f.event.paint.class == "" {
			f.event.paint.class = "d-lineless"
		}
		p.box(f.left, f.top, size, 4, f.event.paint.attributes())
		return
	}
	p.box(f.left, f.top, size, 4, ` class="d-frame"`)
	tab := s.tab(f)
	s.on(chips).polygon("d-tab", f.left, f.top, f.left+tab, f.top, f.left+tab, f.top+14, f.left+tab-6, f.top+20, f.left, f.top+20)
	w := s.on(words)
	w.words(wordsOf(f.event.word, style{small: true, bold: true}), f.left+8, f.top+10, ` class="d-box" text-anchor="start"`)
	w.words(f.event.words, f.left+tab+8, f.top+4+max(leadSmall, f.event.words.height)/2, ` class="d-over d-label" text-anchor="start"`)
	for _, d := range f.dividers {
		s.on(lines).raw(`<path d="M`).int(f.left).raw(" ").int(d.y).raw("H").int(f.right).raw(`" stroke-dasharray="5 4" class="d-rule"/>`)
		w.words(d.words, f.left+10, d.y+4+d.words.height/2, ` class="d-over d-label" text-anchor="start"`)
	}
}
