package math

import (
	"fmt"
	"strings"
)

// environment reads \begin{name} … \end{name}.
func (p *parser) environment() (node, error) {
	name, err := p.source()
	if err != nil {
		return node{}, err
	}
	plain := strings.TrimSuffix(name, "*")
	open, end, align := "", "", ""
	switch plain {
	case "matrix", "smallmatrix", "gathered", "gather", "equation", "multline", "subarray":
	case "pmatrix":
		open, end = "(", ")"
	case "bmatrix":
		open, end = "[", "]"
	case "Bmatrix":
		open, end = "{", "}"
	case "vmatrix":
		open, end = "|", "|"
	case "Vmatrix":
		open, end = "‖", "‖"
	case "cases":
		open, align = "{", "left"
	case "rcases":
		end, align = "}", "left"
	case "aligned", "align", "split", "alignat", "alignedat", "eqnarray":
		align = "alternate"
		if strings.HasPrefix(plain, "aligna") || plain == "alignedat" {
			if _, err := p.source(); err != nil {
				return node{}, err
			}
		}
	case "array":
		columns, err := p.source()
		if err != nil {
			return node{}, err
		}
		align = columns
	default:
		return node{}, fmt.Errorf("the environment %s is not known", name)
	}
	rows, err := p.rows(name)
	if err != nil {
		return node{}, err
	}
	return node{xml: "<mrow>" + fenceMark(open, "prefix") + table(rows, align) + fenceMark(end, "postfix") + "</mrow>"}, nil
}

// rows reads the cells of an environment.
func (p *parser) rows(name string) ([][]string, error) {
	rows := [][]string{{}}
	for {
		row, err := p.row(func(t token) bool {
			return t.kind == ampersand || t.kind == newLine || t.kind == command && (t.text == "end" || t.text == "hline")
		})
		if err != nil {
			return nil, fmt.Errorf(`\begin{%s} has no \end: %w`, name, err)
		}
		last := len(rows) - 1
		t := p.next()
		if t.text == "hline" {
			continue
		}
		rows[last] = append(rows[last], asRow(row))
		switch {
		case t.kind == ampersand:
		case t.kind == newLine:
			if n := p.peek(); n.kind == character && n.text == "[" { // \\[2pt]
				for p.peek().kind != endOfSource && p.next().text != "]" {
				}
			}
			rows = append(rows, nil)
		default:
			ended, err := p.source()
			if err != nil || ended != name {
				return nil, fmt.Errorf(`\begin{%s} ends with \end{%s}`, name, ended)
			}
			if n := len(rows[last]); n == 1 && rows[last][0] == "<mrow></mrow>" && last > 0 {
				rows = rows[:last] // a \\ at the end
			}
			return rows, nil
		}
	}
}

// table writes cells. align is how columns stand: "left", "alternate" for right and left in turn, or an array's letters.
func table(rows [][]string, align string) string {
	var out strings.Builder
	out.WriteString("<mtable")
	switch align {
	case "left":
		out.WriteString(` class="math-left"`)
	case "alternate":
		out.WriteString(` class="math-aligned"`)
	}
	out.WriteString(">")
	letters := strings.Map(func(r rune) rune {
		if r == 'l' || r == 'c' || r == 'r' {
			return r
		}
		return -1
	}, align)
	for _, row := range rows {
		out.WriteString("<mtr>")
		for i, cell := range row {
			class := ""
			if align != "left" && align != "alternate" && i < len(letters) && letters[i] != 'c' {
				class = map[byte]string{'l': ` class="math-left"`, 'r': ` class="math-right"`}[letters[i]]
			}
			out.WriteString("<mtd" + class + ">" + cell + "</mtd>")
		}
		out.WriteString("</mtr>")
	}
	out.WriteString("</mtable>")
	return out.String()
}
