package math

import (
	"fmt"
	"strings"
)

// environment says how what is between \begin and \end looks.
type environment struct {
	open, shut string
	align      string // how columns stand: "left", "alternate" for right and left in turn, or an array's letters
	argument   bool   // it has one, which says nothing here
	small      bool
	display    bool
}

var environments = map[string]environment{
	"matrix": {}, "smallmatrix": {small: true}, "subarray": {argument: true, small: true},
	"pmatrix": {open: "(", shut: ")"}, "bmatrix": {open: "[", shut: "]"}, "Bmatrix": {open: "{", shut: "}"}, "vmatrix": {open: "|", shut: "|"}, "Vmatrix": {open: "‖", shut: "‖"},
	"cases": {open: "{", align: "left"}, "dcases": {open: "{", align: "left", display: true}, "rcases": {shut: "}", align: "left"}, "drcases": {shut: "}", align: "left", display: true},
	"aligned": {align: "alternate", display: true}, "align": {align: "alternate", display: true}, "split": {align: "alternate", display: true}, "eqnarray": {align: "alternate", display: true},
	"alignat": {align: "alternate", display: true, argument: true}, "alignedat": {align: "alternate", display: true, argument: true}, "flalign": {align: "alternate", display: true},
	"gathered": {display: true}, "gather": {display: true}, "equation": {display: true}, "multline": {display: true}, "displaymath": {display: true},
}

// environment reads \begin{name} … \end{name}.
func (p *parser) environment() (node, error) {
	name, err := p.source()
	if err != nil {
		return node{}, err
	}
	e, ok := environments[strings.TrimSuffix(name, "*")]
	switch {
	case name == "array" || name == "darray":
		if _, _, err := p.optional(); err != nil { // where it stands beside other things
			return node{}, err
		}
		if e.align, err = p.source(); err != nil {
			return node{}, err
		}
	case !ok:
		return node{}, fmt.Errorf("the environment %s is not known", name)
	case e.argument:
		if _, err := p.source(); err != nil {
			return node{}, err
		}
	case p.is("[") && strings.HasSuffix(name, "ed"): // \begin{aligned}[t]
		if _, _, err := p.optional(); err != nil {
			return node{}, err
		}
	}
	rows, err := p.rows(name)
	if err != nil {
		return node{}, err
	}
	t := table(rows, e)
	if e.open == "" && e.shut == "" {
		return node{xml: t}, nil
	}
	return fenced(e.open, []node{{xml: t}}, e.shut), nil
}

// tableRow is a row of cells, with a line above it or not.
type tableRow struct {
	cells []string
	ruled bool
}

func (r *tableRow) empty() bool {
	return len(r.cells) == 0 || len(r.cells) == 1 && r.cells[0] == "<mrow></mrow>"
}

// rows reads the cells of an environment.
func (p *parser) rows(name string) ([]tableRow, error) {
	rows := []tableRow{{}}
	for {
		last := &rows[len(rows)-1]
		for t := p.peek(); len(last.cells) == 0 && t.kind == command && (t.text == "hline" || t.text == "hdashline"); t = p.peek() {
			p.next()
			last.ruled = true
		}
		row, err := p.row(func(t token) bool {
			return t.kind == ampersand || t.kind == newLine || t.kind == command && (t.text == "end" || t.text == "cr")
		})
		if err != nil {
			return nil, fmt.Errorf(`\begin{%s} has no \end: %w`, name, err)
		}
		t := p.next()
		last.cells = append(last.cells, join(row))
		switch {
		case t.kind == ampersand:
		case t.text == "end":
			ended, err := p.source()
			if err != nil || ended != name {
				return nil, fmt.Errorf(`\begin{%s} ends with \end{%s}`, name, ended)
			}
			if last.empty() && len(rows) > 1 && !last.ruled {
				rows = rows[:len(rows)-1] // a \\ at the end
			}
			return rows, nil
		default:
			if p.is("[") && !p.peek().spaced { // \\[2pt]
				p.bracketed()
			}
			rows = append(rows, tableRow{})
		}
	}
}

// substack reads lines in braces, for the limits of sums.
func (p *parser) substack() (node, error) {
	if p.peek().kind != openBrace {
		s, err := p.argument()
		return node{xml: s}, err
	}
	p.next()
	rows := []tableRow{}
	for {
		row, err := p.row(func(t token) bool { return t.kind == closeBrace || t.kind == newLine })
		if err != nil {
			return node{}, err
		}
		rows = append(rows, tableRow{cells: []string{join(row)}})
		if p.next().kind == closeBrace {
			return node{xml: table(rows, environment{small: true})}, nil
		}
	}
}

// table writes cells.
func table(rows []tableRow, e environment) string {
	var b strings.Builder
	b.WriteString("<mtable")
	if e.display {
		b.WriteString(` displaystyle="true"`)
	}
	switch {
	case e.align == "left" || e.align == "alternate":
		b.WriteString(` class="math-` + map[string]string{"left": "left", "alternate": "aligned"}[e.align] + `"`)
	case e.small:
		b.WriteString(` class="math-small"`)
	}
	b.WriteString(">")
	var columns []string
	if e.align != "left" && e.align != "alternate" {
		columns = columnClasses(e.align)
	}
	for _, row := range rows {
		if row.ruled && row.empty() {
			b.WriteString(`<mtr class="math-ruled"><mtd></mtd></mtr>`)
			continue
		}
		b.WriteString("<mtr")
		if row.ruled {
			b.WriteString(` class="math-ruled"`)
		}
		b.WriteString(">")
		for i, cell := range row.cells {
			b.WriteString("<mtd")
			if i < len(columns) && columns[i] != "" {
				b.WriteString(` class="` + columns[i] + `"`)
			}
			b.WriteString(">" + cell + "</mtd>")
		}
		b.WriteString("</mtr>")
	}
	b.WriteString("</mtable>")
	return b.String()
}

// columnClasses are the classes of an array's columns, from its letters: "l|cr".
func columnClasses(letters string) (classes []string) {
	lined := false
	for _, r := range letters {
		class := ""
		switch r {
		case '|', ':':
			if len(classes) > 0 {
				lined = true
			}
			continue
		case 'l':
			class = "math-left"
		case 'r':
			class = "math-right"
		case 'c':
		default:
			continue
		}
		if lined {
			class, lined = strings.TrimSpace(class+" math-lined"), false
		}
		classes = append(classes, class)
	}
	return classes
}
