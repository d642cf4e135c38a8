package diagram

import (
	"math"
	"strconv"
	"strings"
)

// slice is a part of a pie chart: https://mermaid.js.org/syntax/pie.html.
type slice struct {
	words text
	value float64
}

func drawPie(s *source) (*canvas, error) {
	var slices []slice
	show, total := false, 0.0
	rest := s.rest
	if after, ok := strings.CutPrefix(rest, "showData"); ok {
		show, rest = true, strings.TrimSpace(after)
	}
	if after, ok := strings.CutPrefix(rest, "title "); ok {
		s.title = strings.TrimSpace(after)
	}
	for s.next() {
		line := s.statement()
		if line == "showData" {
			show = true
			continue
		}
		if after, ok := strings.CutPrefix(line, "title "); ok {
			s.title = strings.TrimSpace(after)
			continue
		}
		at := strings.LastIndexByte(line, ':')
		if at < 0 {
			return nil, s.fail(`a part is written as "label" : 42, not %q`, shown(line))
		}
		value, err := strconv.ParseFloat(strings.TrimSpace(line[at+1:]), 64)
		if err != nil || value < 0 || value > 1e15 || math.IsNaN(value) {
			return nil, s.fail("%q is no number that a part of a pie can have", shown(line[at+1:]))
		}
		if len(slices) == 100 {
			return nil, s.fail("a pie with more than 100 parts can't be told apart")
		}
		label := unquoted(line[:at])
		if show {
			label += " [" + strconv.FormatFloat(value, 'f', -1, 64) + "]"
		}
		total += value
		slices = append(slices, slice{wordsOf(label, style{wrap: 260}), value})
	}
	return pie(slices, total), nil
}

const pieRadius = 120

func pie(slices []slice, total float64) *canvas {
	c := &canvas{kind: "pie", name: "Pie chart"}
	legend := 0
	for _, s := range slices {
		legend += max(24, s.words.height+4)
	}
	c.height = max(2*pieRadius, legend)
	x, y := pieRadius, c.height/2
	sum := 0.0
	for i, s := range slices {
		share := 0.0
		if total > 0 {
			share = s.value / total
		}
		class := "d-solid " + series(i)
		switch {
		case share > 0.9999:
			c.on(shapes).circle(x, y, pieRadius, class)
		case share > 0:
			c.wedge(x, y, sum/total, (sum+s.value)/total, class)
		}
		percent := strconv.Itoa(int(math.Round(share*100))) + "%"
		if share >= 0.05 {
			dx, dy := around((sum+s.value/2)/total, pieRadius*68/100)
			if share > 0.9999 {
				dx, dy = 0, 0
			}
			c.on(words).words(wordsOf(percent, style{}), x+dx/10, y+dy/10, ` class="d-on-solid"`)
		}
		sum += s.value
		c.tell(s.words.plain(), ": ", percent)
	}
	top := y - legend/2
	for i, s := range slices {
		high := max(24, s.words.height+4)
		c.on(shapes).rect(2*pieRadius+32, top+high/2-7, 14, 14, 3, "d-solid "+series(i))
		c.on(words).words(s.words, 2*pieRadius+54, top+high/2, ` text-anchor="start"`)
		c.width = max(c.width, 2*pieRadius+54+generous(s.words.width))
		top += high
	}
	c.width = max(c.width, 2*pieRadius)
	return c
}

// series is the class of the colour of one of several things.
func series(i int) string { return "d-c" + strconv.Itoa(i%8) }

// around is a point on a circle, a share of the way round from above, in tenths of a pixel.
func around(share float64, radius int) (x, y int) {
	sin, cos := math.Sincos(2 * math.Pi * share)
	return int(math.Round(10 * float64(radius) * sin)), -int(math.Round(10 * float64(radius) * cos))
}

// wedge draws a slice of a circle.
func (c *canvas) wedge(x, y int, from, to float64, class string) {
	x1, y1 := around(from, pieRadius)
	x2, y2 := around(to, pieRadius)
	large := " 0 0 1 "
	if to-from > 0.5 {
		large = " 0 1 1 "
	}
	p := c.on(shapes)
	p.raw(`<path d="M`).int(x).raw(" ").int(y).raw("L").tenths(10*x + x1).raw(" ").tenths(10*y + y1)
	p.raw("A").int(pieRadius).raw(" ").int(pieRadius).raw(large).tenths(10*x + x2).raw(" ").tenths(10*y + y2).raw(`Z"`).class(class).raw("/>")
}

// tenths writes a number of tenths.
func (p *pen) tenths(n int) *pen {
	if n < 0 {
		p.raw("-")
		n = -n
	}
	p.int(n / 10)
	if n%10 != 0 {
		p.raw(".").int(n % 10)
	}
	return p
}
