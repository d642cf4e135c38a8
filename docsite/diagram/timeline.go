package diagram

import (
	"strings"

	"wpengine/docsite/diagram/layered"
)

// timeline is the model of a timeline: https://mermaid.js.org/syntax/timeline.html.
type timeline struct {
	sections []timelineSection
	periods  []period
}

type timelineSection struct {
	words       text
	first, last int
}

type period struct {
	words  text
	events []text
}

func drawTimeline(s *source) (*canvas, error) {
	t := &timeline{}
	count := 0
	for s.next() {
		line := s.statement()
		first, rest := word(line)
		switch first {
		case "title":
			s.title = rest
			continue
		case "section":
			t.sections = append(t.sections, timelineSection{wordsOf(rest, style{bold: true, wrap: 300}), len(t.periods), len(t.periods)})
			continue
		case "direction":
			continue
		}
		if len(t.periods) == mostNodes {
			return nil, s.fail("the timeline has more than %d periods", mostNodes)
		}
		parts := strings.Split(line, ":")
		if head := strings.TrimSpace(parts[0]); head != "" {
			t.periods = append(t.periods, period{words: wordsOf(head, style{bold: true, wrap: periodWidth - 20})})
		} else if len(t.periods) == 0 {
			return nil, s.fail("this event belongs to no period")
		}
		p := &t.periods[len(t.periods)-1]
		for _, e := range parts[1:] {
			if count++; count > mostEdges {
				return nil, s.fail("the timeline has more than %d events", mostEdges)
			}
			if e = strings.TrimSpace(e); e != "" {
				p.events = append(p.events, wordsOf(e, style{small: true, wrap: periodWidth - 20}))
			}
		}
		if n := len(t.sections); n > 0 {
			t.sections[n-1].last = len(t.periods)
		}
	}
	return t.draw(), nil
}

const (
	periodWidth = 150
	periodGap   = 14
)

func (t *timeline) draw() *canvas {
	c := &canvas{kind: "timeline", name: "Timeline"}
	at := func(i int) int { return i * (periodWidth + periodGap) }
	y, high := 0, 0
	for i, s := range t.sections {
		if s.last > s.first {
			width := at(s.last-1) + periodWidth - at(s.first)
			c.on(shapes).rect(at(s.first), y, width, max(32, s.words.height+12), 5, "d-soft "+series(i))
			c.on(words).words(s.words, at(s.first)+width/2, y+max(32, s.words.height+12)/2, "")
			high = max(high, max(32, s.words.height+12)+10)
		}
	}
	y += high
	high = 0
	for _, p := range t.periods {
		high = max(high, p.words.height+20)
	}
	axis := y + high + 18
	section := 0
	for i, p := range t.periods {
		for section+1 < len(t.sections) && i >= t.sections[section].last {
			section++
		}
		colour := series(i)
		if len(t.sections) > 0 {
			colour = series(section)
		}
		t.period(c, &p, at(i), y, high, axis, colour)
	}
	if n := len(t.periods); n > 0 {
		c.width = at(n-1) + periodWidth
		end := layered.Point{X: c.width + 24, Y: axis}
		c.on(lines).line(0, axis, end.X-headLength, axis, "")
		c.head(arrow, end, layered.Point{X: 1}, "")
		c.width += 24
	}
	return c
}

// period draws a period over the axis, and what happened below it.
func (t *timeline) period(c *canvas, p *period, x, y, high, axis int, colour string) {
	c.on(shapes).rect(x, y, periodWidth, high, 5, "d-soft "+colour)
	c.on(words).words(p.words, x+periodWidth/2, y+high/2, "")
	c.on(chips).circle(x+periodWidth/2, axis, 5, "d-solid "+colour)
	told := p.words.plain()
	bottom := axis + 18
	for k, e := range p.events {
		c.on(shapes).rect(x, bottom, periodWidth, e.height+16, 5, "")
		c.on(words).words(e, x+periodWidth/2, bottom+8+e.height/2, "")
		bottom += e.height + 16 + 8
		sign := ", "
		if k == 0 {
			sign = ": "
		}
		told += sign + e.plain()
	}
	if len(p.events) > 0 {
		c.on(frames).line(x+periodWidth/2, y+high, x+periodWidth/2, bottom-12, "d-life")
	} else {
		c.on(frames).line(x+periodWidth/2, y+high, x+periodWidth/2, axis, "d-life")
	}
	c.height = max(c.height, bottom, axis+8)
	c.tell(told)
}
