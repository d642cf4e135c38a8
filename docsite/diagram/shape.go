package diagram

import "wpengine/docsite/diagram/layered"

// shape is the outline of a node.
type shape uint8

const (
	box shape = iota
	rounded
	stadium
	subroutine
	cylinder
	circle
	doubleCircle
	ellipse
	banner
	diamond
	hexagon
	leanRight
	leanLeft
	trapezoid   // narrow above
	trapezoidUp // narrow below
	document
	note
	blank  // words without an outline
	bar    // of a fork or join
	start  // a filled circle
	finish // a filled circle in a ring
)

// shapeNames are the shapes by the names that attributes have for them, as far as they are drawn
// differently.
var shapeNames = map[string]shape{
	"rect": box, "proc": box, "process": box, "rectangle": box,
	"rounded": rounded, "event": rounded,
	"stadium": stadium, "terminal": stadium, "pill": stadium,
	"subproc": subroutine, "subprocess": subroutine, "subroutine": subroutine, "fr-rect": subroutine, "framed-rectangle": subroutine,
	"cyl": cylinder, "cylinder": cylinder, "database": cylinder, "db": cylinder, "disk": cylinder, "lin-cyl": cylinder, "h-cyl": cylinder, "das": cylinder,
	"circle": circle, "circ": circle, "dbl-circ": doubleCircle, "double-circle": doubleCircle,
	"odd": banner, "diam": diamond, "diamond": diamond, "decision": diamond, "question": diamond,
	"hex": hexagon, "hexagon": hexagon, "prepare": hexagon,
	"lean-r": leanRight, "lean-right": leanRight, "in-out": leanRight,
	"lean-l": leanLeft, "lean-left": leanLeft, "out-in": leanLeft,
	"trap-b": trapezoid, "trapezoid": trapezoid, "trapezoid-bottom": trapezoid, "priority": trapezoid,
	"trap-t": trapezoidUp, "inv-trapezoid": trapezoidUp, "trapezoid-top": trapezoidUp, "manual": trapezoidUp,
	"doc": document, "document": document, "docs": document, "documents": document, "lin-doc": document,
	"text": blank, "fork": bar, "join": bar, "sm-circ": start, "start": start, "f-circ": start, "fr-circ": finish, "stop": finish,
	"ellipse": ellipse, "brace": blank, "comment": blank, "braces": blank,
}

// Room around the words of a node.
const (
	padX = 16
	padY = 10
)

// sizeOf is the size of a shape around words.
func (s shape) sizeOf(w, h int) layered.Size {
	width, height := max(w+2*padX, 44), max(h+2*padY, 40)
	switch s {
	case stadium:
		width += height / 4
	case subroutine:
		width += 16
	case cylinder:
		height += 16
	case circle, doubleCircle:
		d := max(root(w*w+h*h)+16, 36)
		if s == doubleCircle {
			d += 10
		}
		return layered.Size{Width: d, Height: d}
	case ellipse:
		width, height = width*5/4, height*5/4
	case banner:
		width += height / 2
	case diamond:
		height = max(2*h+28, 64)
		width = max(w*height/max(1, height-h)+28, 64)
	case hexagon:
		width += height / 2
	case leanRight, leanLeft, trapezoid, trapezoidUp:
		width += height * 2 / 3
	case document:
		height += 12
	case blank:
		return layered.Size{Width: w + 12, Height: h + 8}
	case bar:
		return layered.Size{Width: 70, Height: 8}
	case start, finish:
		return layered.Size{Width: 20, Height: 20}
	}
	return layered.Size{Width: width, Height: height}
}

// root is the square root of n, rounded up.
func root(n int) int {
	r := 0
	for r*r < n {
		r++
	}
	return r
}

// slant is how far the sides of a shape lean.
func (s shape) slant(height int) int {
	switch s {
	case hexagon:
		return height / 4
	case banner:
		return height / 3
	case leanRight, leanLeft, trapezoid, trapezoidUp:
		return height / 3
	}
	return 0
}

// draw draws the shape with its middle at n.
func (p *pen) shape(s shape, n *layered.Node, w layered.Size, attributes string) {
	left, top := n.X-w.Width/2, n.Y-w.Height/2
	right, bottom := left+w.Width, top+w.Height
	lean := s.slant(w.Height)
	switch s {
	case blank:
	case rounded:
		p.box(left, top, w, 10, attributes)
	case stadium:
		p.box(left, top, w, w.Height/2, attributes)
	case subroutine:
		p.box(left, top, w, 3, attributes)
		p.raw(`<path d="M`).int(left+8).raw(" ").int(top).raw("v").int(w.Height).raw("M").int(right-8).raw(" ").int(top).raw("v").int(w.Height).raw(`"`, attributes, "/>")
	case cylinder:
		p.cylinder(left, top, w, attributes)
	case circle:
		p.ring(n.X, n.Y, w.Width/2, attributes)
	case start:
		p.circle(n.X, n.Y, w.Width/2, "d-dark")
	case finish:
		p.ring(n.X, n.Y, w.Width/2, attributes)
		p.circle(n.X, n.Y, w.Width/2-5, "d-dark")
	case bar:
		p.rect(left, top, w.Width, w.Height, 3, "d-dark")
	case doubleCircle:
		p.ring(n.X, n.Y, w.Width/2, attributes)
		p.ring(n.X, n.Y, w.Width/2-5, attributes)
	case ellipse:
		p.raw("<ellipse").attr("cx", n.X).attr("cy", n.Y).attr("rx", w.Width/2).attr("ry", w.Height/2).raw(attributes, "/>")
	case banner:
		p.outline(attributes, left, top, right, top, right, bottom, left, bottom, left+lean, n.Y)
	case diamond:
		p.outline(attributes, n.X, top, right, n.Y, n.X, bottom, left, n.Y)
	case hexagon:
		p.outline(attributes, left+lean, top, right-lean, top, right, n.Y, right-lean, bottom, left+lean, bottom, left, n.Y)
	case leanRight:
		p.outline(attributes, left+lean, top, right, top, right-lean, bottom, left, bottom)
	case leanLeft:
		p.outline(attributes, left, top, right-lean, top, right, bottom, left+lean, bottom)
	case trapezoid:
		p.outline(attributes, left+lean, top, right-lean, top, right, bottom, left, bottom)
	case trapezoidUp:
		p.outline(attributes, left, top, right, top, right-lean, bottom, left+lean, bottom)
	case document:
		p.raw(`<path d="M`).int(left).raw(" ").int(top).raw("H").int(right).raw("V").int(bottom - 6)
		p.raw("Q").int((n.X + right) / 2).raw(" ").int(bottom - 18).raw(" ").int(n.X).raw(" ").int(bottom - 6)
		p.raw("T").int(left).raw(" ").int(bottom-6).raw(`Z"`, attributes, "/>")
	case note:
		p.outline(attributes, left, top, right-10, top, right, top+10, right, bottom, left, bottom)
	default:
		p.box(left, top, w, 4, attributes)
	}
}

func (p *pen) box(x, y int, w layered.Size, radius int, attributes string) {
	p.raw("<rect").attr("x", x).attr("y", y).attr("width", w.Width).attr("height", w.Height).attr("rx", radius).raw(attributes, "/>")
}

func (p *pen) ring(x, y, radius int, attributes string) {
	p.raw("<circle").attr("cx", x).attr("cy", y).attr("r", radius).raw(attributes, "/>")
}

func (p *pen) cylinder(left, top int, w layered.Size, attributes string) {
	const high = 8
	arc := func(x, sweep int) {
		p.raw("A").int(w.Width / 2).raw(" ").int(high).raw(" 0 0 ").int(sweep).raw(" ").int(x).raw(" ")
	}
	right, bottom := left+w.Width/2*2, top+w.Height
	p.raw(`<path d="M`).int(left).raw(" ").int(top + high)
	arc(right, 1)
	p.int(top + high).raw("V").int(bottom - high)
	arc(left, 1)
	p.int(bottom - high).raw("ZM").int(right).raw(" ").int(top + high)
	arc(left, 1)
	p.int(top+high).raw(`"`, attributes, "/>")
}

// outline draws a closed shape of straight lines between points, each two numbers.
func (p *pen) outline(attributes string, points ...int) {
	p.raw(`<path d="M`)
	for i := 0; i < len(points); i += 2 {
		if i > 0 {
			p.raw("L")
		}
		p.int(points[i]).raw(" ").int(points[i+1])
	}
	p.raw(`Z"`, attributes, "/>")
}

// side is one of the four of a box.
type side uint8

const (
	above side = iota
	below
	before
	after
)

// inset is how far inside its box a shape's outline is, on a side, so far from the middle of that
// side (to the right or down).
func (s shape) inset(at side, off int, w layered.Size) int {
	lean := s.slant(w.Height)
	far := max(off, -off)
	upright := at == before || at == after
	switch s {
	case circle, doubleCircle, ellipse, start, finish:
		if upright {
			return bulge(w.Width/2, w.Height/2, far)
		}
		return bulge(w.Height/2, w.Width/2, far)
	case diamond:
		if upright {
			return w.Width / 2 * far / max(1, w.Height/2)
		}
		return w.Height / 2 * far / max(1, w.Width/2)
	case stadium:
		if upright {
			return bulge(w.Height/2, w.Height/2, far)
		}
	case cylinder:
		if !upright {
			return bulge(8, w.Width/2, far)
		}
	case hexagon:
		if upright {
			return lean * far / max(1, w.Height/2)
		}
	case banner:
		if at == before {
			return lean - lean*far/max(1, w.Height/2)
		}
	case document:
		if at == below {
			return 6 + off*12/max(1, w.Width)
		}
	case leanRight, leanLeft, trapezoid, trapezoidUp:
		if upright {
			return s.leaning(at, off, lean, w.Height)
		}
	}
	return 0
}

// leaning is the inset of a side that leans, at a height above or below the middle.
func (s shape) leaning(at side, off, lean, height int) int {
	down := lean * (height/2 + off) / max(1, height) // 0 at the top, lean at the bottom
	topIn := s == trapezoid || s == leanRight && at == before || s == leanLeft && at == after
	if topIn {
		return lean - down
	}
	return down
}

// bulge is how far an ellipse is from its box: deep is its half axis towards the side, wide the one along it.
func bulge(deep, wide, far int) int {
	if far >= wide {
		return deep
	}
	return deep - deep*root(wide*wide-far*far)/wide
}
