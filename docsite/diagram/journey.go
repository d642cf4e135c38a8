package diagram

import (
	"slices"
	"strings"
)

// journey is the model of a user journey: https://mermaid.js.org/syntax/userJourney.html.
type journey struct {
	sections []journeySection
	steps    []step
	actors   []string
}

type journeySection struct {
	words       text
	first, last int // its steps: from first to before last
}

type step struct {
	words  text
	score  int
	actors []int
}

func drawJourney(s *source) (*canvas, error) {
	j := &journey{}
	for s.next() {
		line := s.statement()
		first, rest := word(line)
		switch first {
		case "title":
			s.title = rest
			continue
		case "section":
			j.sections = append(j.sections, journeySection{wordsOf(rest, style{bold: true, small: true, wrap: 200}), len(j.steps), len(j.steps)})
			continue
		}
		parts := strings.Split(line, ":")
		if len(parts) < 2 {
			return nil, s.fail("a step is written as Name: 5: Who, not %q", shown(line))
		}
		score, ok := natural(parts[1])
		if !ok {
			return nil, s.fail("%q is no score; it is a whole number from 1 to 5", shown(parts[1]))
		}
		if len(j.steps) == mostNodes {
			return nil, s.fail("the journey has more than %d steps", mostNodes)
		}
		t := step{words: wordsOf(parts[0], style{wrap: stepWidth - 16, small: true}), score: max(1, min(5, score))}
		if len(parts) > 2 {
			for _, who := range strings.Split(strings.Join(parts[2:], ":"), ",") {
				if len(t.actors) == 50 || len(j.actors) > 50 {
					return nil, s.fail("the journey has more than 50 people")
				}
				if who = strings.TrimSpace(who); who != "" {
					t.actors = append(t.actors, j.actor(who))
				}
			}
		}
		j.steps = append(j.steps, t)
		if n := len(j.sections); n > 0 {
			j.sections[n-1].last = len(j.steps)
		}
	}
	return j.draw(), nil
}

func (j *journey) actor(name string) int {
	i := slices.Index(j.actors, name)
	if i < 0 {
		i = len(j.actors)
		j.actors = append(j.actors, name)
	}
	return i
}

const (
	stepWidth = 124
	stepGap   = 12
	faceStep  = 34 // from a score to the next
)

func (j *journey) draw() *canvas {
	c := &canvas{kind: "journey", name: "User journey"}
	y := 0
	x := 0
	for i, who := range j.actors {
		name := wordsOf(who, style{small: true})
		c.on(shapes).circle(x+6, 10, 6, "d-solid "+series(i))
		c.on(words).words(name, x+18, 10, ` text-anchor="start"`)
		x += 36 + generous(name.width)
		c.width = max(c.width, x)
		y = 32
	}
	at := func(i int) int { return i * (stepWidth + stepGap) }
	high := 0
	for i, s := range j.sections {
		if s.last > s.first {
			width := at(s.last-1) + stepWidth - at(s.first)
			c.on(shapes).rect(at(s.first), y, width, 28, 5, "d-soft "+series(i))
			c.on(words).words(s.words, at(s.first)+width/2, y+14, "")
			high = 28 + 8
		}
	}
	y += high
	high = 0
	for _, s := range j.steps {
		high = max(high, s.words.height+20)
	}
	top := y + high + 24
	section := 0
	for i := range j.steps {
		for section+1 < len(j.sections) && i >= j.sections[section].last {
			section++
		}
		j.step(c, i, section, at(i), y, high, top)
	}
	if n := len(j.steps); n > 0 {
		c.width = max(c.width, at(n-1)+stepWidth)
	}
	c.height = top + 4*faceStep + 22
	return c
}

// step draws a step and the face of its score.
func (j *journey) step(c *canvas, i, section, x, y, high, top int) {
	s := &j.steps[i]
	c.on(shapes).rect(x, y, stepWidth, high, 5, "d-soft "+series(section))
	c.on(words).words(s.words, x+stepWidth/2, y+high/2, "")
	for k, a := range s.actors {
		c.on(chips).circle(x+10+k*14, y+high, 5, "d-solid "+series(a))
	}
	middle, face := x+stepWidth/2, top+(5-s.score)*faceStep
	c.on(frames).line(middle, y+high, middle, top+4*faceStep+16, "d-life")
	c.face(middle, face, s.score)
	names := make([]string, len(s.actors))
	for k, a := range s.actors {
		names[k] = j.actors[a]
	}
	c.tell(s.words.plain(), ": ", string(rune('0'+s.score)), "/5 ", strings.Join(names, ", "))
}

// face draws how it feels.
func (c *canvas) face(x, y, score int) {
	class, mouth := "d-pale-yellow", "h10"
	switch {
	case score > 3:
		class, mouth = "d-pale-green", "q5 6 10 0"
	case score < 3:
		class, mouth = "d-pale-red", "q5 -6 10 0"
	}
	p := c.on(chips)
	p.raw(`<circle`).attr("cx", x).attr("cy", y).attr("r", 14).raw(` stroke="currentColor"`).class(class).raw("/>")
	p.circle(x-5, y-4, 2, "d-dark")
	p.circle(x+5, y-4, 2, "d-dark")
	p.raw(`<path d="M`).int(x-5).raw(" ").int(y+5).raw(mouth, `" stroke="currentColor" class="d-bare"/>`)
}
