// Package diagram draws the diagrams that people write in Mermaid's language as SVG, when a site is
// built: the reader needs no script for them.
//
// [Render] strips what all kinds have in common (source.go) and gives the rest to the file of its
// kind, which reads it into a model and draws that on a canvas (canvas.go). Kinds that are graphs
// are placed by package layered.
//
// A drawing has no style of its own: the classes that begin with "d-" get theirs from
// assets/css/diagram.css, for light and dark grounds. Without that sheet it is legible still, in the colour of
// the text around it.
package diagram

import (
	"fmt"
	"strings"
)

// most is how large a source may be.
const most = 100_000

// Error is what is wrong with a diagram.
type Error struct {
	Line    int // in its source, from 1
	Message string
}

// Error says it in a line.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// kinds are what can be drawn, by the first word of a source.
var kinds = map[string]func(*source) (*canvas, error){
	"flowchart":       drawFlowchart,
	"flowchart-elk":   drawFlowchart,
	"graph":           drawFlowchart,
	"sequenceDiagram": drawSequence,
	"classDiagram":    drawClass,
	"classDiagram-v2": drawClass,
	"erDiagram":       drawEntities,
	"pie":             drawPie,
	"gantt":           drawGantt,
	"gitGraph":        drawGitGraph,
	"journey":         drawJourney,
	"timeline":        drawTimeline,
	"mindmap":         drawMindmap,
	"stateDiagram":    drawState,
	"stateDiagram-v2": drawState,
}

// Render draws a diagram: an SVG element that is safe on a page with the strictest of policies. An
// error names the line that can't be read.
func Render(text string) (svg string, err error) {
	if len(text) > most {
		return "", &Error{1, fmt.Sprintf("the diagram has %d bytes; %d are drawn at most", len(text), most)}
	}
	s, err := open(text)
	if err != nil {
		return "", err
	}
	draw, ok := kinds[s.kind]
	if !ok {
		return "", s.unknown()
	}
	c, err := draw(s)
	if err != nil {
		return "", err
	}
	return c.svg(s), nil
}

// unknown is the error for a kind that can't be drawn.
func (s *source) unknown() error {
	if s.kind == "" {
		return &Error{1, "the diagram is empty; its first word says its kind, such as flowchart"}
	}
	for name := range kinds {
		if strings.EqualFold(name, s.kind) {
			return s.fail("diagrams of kind %q are not known; did you mean %q?", s.kind, name)
		}
	}
	return s.fail("diagrams of kind %q are not known", s.kind)
}
