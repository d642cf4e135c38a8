package diagram

import "wpengine/docsite/diagram/layered"

// headLength is how long an arrowhead is.
const headLength = 9

// stub is how far a line runs straight to its head.
const stub = 12

// joined is a line between two shapes.
type joined struct {
	path     []layered.Point
	loop     bool
	along    layered.Direction
	from, to head
	paint    paint
	dotted   bool
	thick    bool
}

// join draws a line with its heads.
func (c *canvas) join(j *joined) {
	n := len(j.path)
	if n < 2 {
		return
	}
	path := append([]layered.Point(nil), j.path...)
	out, in := unit(path[1], path[0], j.along, true), unit(path[n-2], path[n-1], j.along, false)
	path[0] = c.head(j.from, path[0], out, j.paint.hue)
	path[n-1] = c.head(j.to, path[n-1], in, j.paint.hue)
	if !j.loop {
		j.slacken(path)
	}
	p := c.on(lines)
	p.raw(`<path d="M`).int(path[0].X).raw(" ").int(path[0].Y)
	switch {
	case j.loop:
		p.raw("C")
		for i, q := range path[1:] {
			if i > 0 {
				p.raw(" ")
			}
			p.int(q.X).raw(" ").int(q.Y)
		}
	default:
		for i := 1; i < n; i++ {
			if i%2 == 1 || path[i].X == path[i-1].X || path[i].Y == path[i-1].Y {
				p.straight(path, i)
			} else {
				p.curve(path[i-1], path[i], j.along)
			}
		}
	}
	p.raw(`"`)
	if j.paint.hue != "" {
		p.raw(` class="d-line-`, j.paint.hue, `"`)
	}
	if j.thick || j.paint.thick {
		p.raw(` stroke-width="3"`)
	}
	if j.dotted || j.paint.dashed {
		p.raw(` stroke-dasharray="3 4"`)
	}
	p.raw("/>")
}

// slacken lets the line curve from its very end where that has no head to make room for.
func (j *joined) slacken(path []layered.Point) {
	n := len(path)
	near := func(a, b layered.Point) bool { return max(a.X-b.X, b.X-a.X)+max(a.Y-b.Y, b.Y-a.Y) <= stub }
	if j.from == plain && near(path[0], path[1]) {
		path[1] = path[0]
	}
	if j.to == plain && near(path[n-1], path[n-2]) {
		path[n-2] = path[n-1]
	}
}

// straight goes on to point i, unless the line only passes it on its way straight ahead.
func (p *pen) straight(path []layered.Point, i int) {
	a, b := path[i-1], path[i]
	if a == b {
		return
	}
	if i+1 < len(path) {
		if next := path[i+1]; a.X == b.X && b.X == next.X || a.Y == b.Y && b.Y == next.Y {
			path[i] = a // the next piece draws both
			return
		}
	}
	switch {
	case a.X == b.X:
		p.raw("V").int(b.Y)
	case a.Y == b.Y:
		p.raw("H").int(b.X)
	default:
		p.raw("L").int(b.X).raw(" ").int(b.Y)
	}
}

// curve goes on to b, leaving a and arriving along the direction of the graph.
func (p *pen) curve(a, b layered.Point, along layered.Direction) {
	p.raw("C")
	if along == layered.Left || along == layered.Right {
		middle := (a.X + b.X) / 2
		p.int(middle).raw(" ").int(a.Y).raw(" ").int(middle).raw(" ").int(b.Y)
	} else {
		middle := (a.Y + b.Y) / 2
		p.int(a.X).raw(" ").int(middle).raw(" ").int(b.X).raw(" ").int(middle)
	}
	p.raw(" ").int(b.X).raw(" ").int(b.Y)
}

// unit is the direction from a to b along an axis.
func unit(a, b layered.Point, along layered.Direction, outward bool) layered.Point {
	dx, dy := b.X-a.X, b.Y-a.Y
	switch {
	case dx == 0 && dy == 0:
		u := map[layered.Direction]layered.Point{layered.Down: {X: 0, Y: 1}, layered.Up: {X: 0, Y: -1}, layered.Right: {X: 1, Y: 0}, layered.Left: {X: -1, Y: 0}}[along]
		if outward {
			return layered.Point{X: -u.X, Y: -u.Y}
		}
		return u
	case max(dx, -dx) >= max(dy, -dy):
		return layered.Point{X: sign(dx)}
	}
	return layered.Point{Y: sign(dy)}
}

func sign(n int) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}

// head draws what a line ends with, at its tip and in the direction u, and returns where the line
// has to end.
func (c *canvas) head(h head, tip, u layered.Point, hue string) layered.Point {
	class := ""
	if hue != "" {
		class = "d-fill-" + hue
	}
	back := func(along, across int) (x, y int) {
		return tip.X - u.X*along - u.Y*across, tip.Y - u.Y*along + u.X*across
	}
	end := func(along int) layered.Point {
		x, y := back(along, 0)
		return layered.Point{X: x, Y: y}
	}
	p := c.on(heads)
	x0, y0 := tip.X, tip.Y
	switch h {
	case arrow:
		x1, y1 := back(headLength, 4)
		x2, y2 := back(headLength, -4)
		p.polygon(class, x0, y0, x1, y1, x2, y2)
		return end(headLength - 2)
	case triangle:
		x1, y1 := back(14, 7)
		x2, y2 := back(14, -7)
		p.polygon(hollow(class), x0, y0, x1, y1, x2, y2)
		return end(14)
	case filledDiamond, hollowDiamond:
		x1, y1 := back(8, 5)
		x2, y2 := back(16, 0)
		x3, y3 := back(8, -5)
		if h == hollowDiamond {
			class = hollow(class)
		}
		p.polygon(class, x0, y0, x1, y1, x2, y2, x3, y3)
		return end(16)
	case lollipop:
		x, y := back(7, 0)
		p.circle(x, y, 6, hollow(class))
		return end(13)
	case one, maybeOne, maybeMany, oneOrMany:
		c.crowsFoot(h, back)
	case openArrow:
		x1, y1 := back(headLength, 5)
		x2, y2 := back(headLength, -5)
		c.on(lines).raw(`<path d="M`).int(x1).raw(" ").int(y1).raw("L").int(x0).raw(" ").int(y0).raw("L").int(x2).raw(" ").int(y2).raw(`"/>`)
	case dot:
		x, y := back(5, 0)
		p.circle(x, y, 4, class)
		return end(8)
	case cross:
		x1, y1 := back(3, 4)
		x2, y2 := back(11, -4)
		x3, y3 := back(3, -4)
		x4, y4 := back(11, 4)
		l := c.on(lines)
		l.line(x1, y1, x2, y2, class)
		l.line(x3, y3, x4, y4, class)
		return end(7)
	}
	return tip
}

// hollow is the class of a head that is an outline, with the class of its hue.
func hollow(class string) string {
	if class == "" {
		return "d-hollow"
	}
	return "d-hollow " + class
}

// crowsFoot draws how many of an entity there are at the end of a line.
func (c *canvas) crowsFoot(h head, back func(along, across int) (x, y int)) {
	l := c.on(lines)
	stroke := func(along, across, toAlong, toAcross int) {
		x1, y1 := back(along, across)
		x2, y2 := back(toAlong, toAcross)
		l.line(x1, y1, x2, y2, "")
	}
	switch h {
	case one:
		stroke(7, 6, 7, -6)
		stroke(12, 6, 12, -6)
	case maybeOne:
		stroke(7, 6, 7, -6)
	case maybeMany, oneOrMany:
		stroke(11, 0, 0, 7)
		stroke(11, 0, 0, -7)
	}
	if h == oneOrMany {
		stroke(15, 6, 15, -6)
	}
	if h == maybeOne || h == maybeMany {
		x, y := back(16, 0)
		c.on(heads).circle(x, y, 4, "d-hole")
	}
}
