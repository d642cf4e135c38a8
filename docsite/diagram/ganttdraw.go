package diagram

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Distances in a Gantt chart.
const (
	sectionWidth = 130
	chartWidth   = 590
	rowHeight    = 26
	barHeight    = 18
)

func (g *gantt) draw() *canvas {
	c := &canvas{kind: "gantt", name: "Gantt chart", width: chartWidth}
	left := 0
	for _, s := range g.sections {
		if s.words.width > 0 {
			left = sectionWidth
		}
	}
	c.width += left
	at := func(t time.Time) int {
		whole := g.end.Sub(g.start)
		if whole <= 0 {
			return left
		}
		return left + int(int64(t.Sub(g.start)/time.Millisecond)*chartWidth/max(1, int64(whole/time.Millisecond)))
	}
	height := len(g.tasks)*rowHeight + 8
	for i, s := range g.sections {
		if s.last == s.first {
			continue
		}
		y, high := s.first*rowHeight+4, (s.last-s.first)*rowHeight
		if i%2 == 0 {
			c.on(frames).rect(0, y, c.width, high, 0, "d-band")
		}
		c.on(words).words(s.words, 8, y+high/2, ` class="d-box" text-anchor="start"`)
	}
	g.drawAxis(c, at, height)
	for i, t := range g.tasks {
		g.task(c, t, at(t.start), at(t.end), i*rowHeight+4+rowHeight/2, left, height)
	}
	c.height = height + 24
	return c
}

// task draws a task, its words in it if they fit there and beside it if not.
func (g *gantt) task(c *canvas, t *task, x1, x2, y, left, height int) {
	class := "d-soft d-c0"
	switch {
	case t.critical && t.done:
		class = "d-soft d-c4"
	case t.critical:
		class = "d-solid d-c4"
	case t.active:
		class = "d-solid d-c0"
	case t.done:
		class = "d-done"
	}
	c.tell(t.words.plain(), ": ", g.shown(t.start), " – ", g.shown(t.end))
	var end int
	switch {
	case t.rule:
		c.on(lines).line(x1, 4, x1, height, "")
		end = x1 + 2
	case t.point:
		x := (x1 + x2) / 2
		c.on(shapes).polygon(class, x, y-9, x+9, y, x, y+9, x-9, y)
		x1, end = x-9, x+9
	default:
		end = max(x2, x1+3)
		c.on(shapes).rect(x1, y-barHeight/2, end-x1, barHeight, 3, class)
	}
	w, width := c.on(words), generous(t.words.width)
	switch {
	case width+8 <= end-x1 && !t.point && !t.rule:
		ink := ""
		if strings.HasPrefix(class, "d-solid") {
			ink = ` class="d-on-solid"`
		}
		w.words(t.words, (x1+end)/2, y, ink)
	case end+6+width <= c.width || x1-6-width < left:
		w.words(t.words, end+6, y, ` class="d-over" text-anchor="start"`)
		c.width = max(c.width, end+6+width)
	default:
		w.words(t.words, x1-6, y, ` class="d-over" text-anchor="end"`)
	}
}

// shown is a date for those who hear the chart.
func (g *gantt) shown(t time.Time) string {
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02 15:04")
}

// tick is a distance of the lines of an axis.
type tick struct {
	count int
	unit  string
}

// steps are the distances that people can count in.
var steps = []tick{
	{1, "second"}, {10, "second"}, {1, "minute"}, {5, "minute"}, {15, "minute"}, {1, "hour"}, {3, "hour"}, {6, "hour"}, {12, "hour"},
	{1, "day"}, {2, "day"}, {1, "week"}, {2, "week"}, {1, "month"}, {3, "month"}, {6, "month"}, {12, "month"}, {24, "month"}, {60, "month"}, {120, "month"},
}

var seconds = map[string]time.Duration{
	"millisecond": time.Millisecond, "second": time.Second, "minute": time.Minute, "hour": time.Hour,
	"day": 24 * time.Hour, "week": 7 * 24 * time.Hour, "month": 30 * 24 * time.Hour,
}

func (t tick) length() time.Duration { return time.Duration(t.count) * seconds[t.unit] }

var tickForm = regexp.MustCompile(`^([1-9]\d{0,3})(millisecond|second|minute|hour|day|week|month)s?$`)

// step is the distance of the ticks: the one asked for, unless there would be too many to be read.
func (g *gantt) step() tick {
	whole := g.end.Sub(g.start)
	if m := tickForm.FindStringSubmatch(g.ticks); m != nil {
		n, _ := strconv.Atoi(m[1])
		if t := (tick{n, m[2]}); whole/t.length() <= 30 {
			return t
		}
	}
	for _, t := range steps {
		if whole/t.length() <= 8 {
			return t
		}
	}
	years := int(whole/(24*365*time.Hour))/8 + 1
	return tick{12 * years, "month"}
}

// first is the first tick that is not before a time.
func (t tick) first(from time.Time) time.Time {
	year, month, day := from.Date()
	var at time.Time
	switch t.unit {
	case "month":
		at = time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
		if t.count >= 12 {
			at = time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		}
	case "week":
		at = time.Date(year, month, day-int(from.Weekday()), 0, 0, 0, 0, time.UTC)
	case "day":
		at = time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	default:
		at = from.Truncate(t.length())
	}
	for at.Before(from) {
		at = t.next(at)
	}
	return at
}

func (t tick) next(at time.Time) time.Time {
	switch t.unit {
	case "month":
		return at.AddDate(0, t.count, 0)
	case "week":
		return at.AddDate(0, 0, 7*t.count)
	case "day":
		return at.AddDate(0, 0, t.count)
	}
	return at.Add(t.length())
}

func (g *gantt) drawAxis(c *canvas, at func(time.Time) int, height int) {
	format := g.axis
	if format == "" {
		format = "%Y-%m-%d"
		if g.end.Sub(g.start) < 48*time.Hour {
			format = "%H:%M"
		}
	}
	step := g.step()
	last := -1000
	for t, n := step.first(g.start), 0; !t.After(g.end) && n < 60; t, n = step.next(t), n+1 {
		x := at(t)
		c.on(frames).line(x, 0, x, height, "d-grid")
		label := wordsOf(strftime(t, format), style{small: true, plain: true})
		if x-label.width/2 > last {
			c.on(words).words(label, x, height+12, ` class="d-label"`)
			last = x + label.width/2 + 8
		}
	}
	c.on(frames).line(at(g.start), height, at(g.end), height, "d-grid")
}

// strftime writes a time as the axis of a chart has it.
func strftime(t time.Time, format string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		if format[i] == '-' && i+1 < len(format) { // without zeros before it
			i++
			b.WriteString(strings.TrimLeft(letterOf(t, format[i]), "0"))
			continue
		}
		b.WriteString(letterOf(t, format[i]))
	}
	return b.String()
}

var goLayouts = map[byte]string{
	'Y': "2006", 'y': "06", 'm': "01", 'b': "Jan", 'B': "January", 'd': "02", 'e': "_2", 'H': "15", 'I': "03", 'M': "04",
	'S': "05", 'p': "PM", 'a': "Mon", 'A': "Monday", 'L': "000", 'Z': "-0700", 'x': "01/02/2006", 'X': "15:04:05", 'c': "Mon Jan _2 15:04:05 2006",
}

func letterOf(t time.Time, letter byte) string {
	if layout, ok := goLayouts[letter]; ok {
		if letter == 'L' {
			return fmt.Sprintf("%03d", t.Nanosecond()/1e6)
		}
		return t.Format(layout)
	}
	day, weekday := t.YearDay()-1, int(t.Weekday())
	switch letter {
	case 'j':
		return fmt.Sprintf("%03d", day+1)
	case 'U':
		return fmt.Sprintf("%02d", (day+7-weekday)/7)
	case 'W':
		return fmt.Sprintf("%02d", (day+7-(weekday+6)%7)/7)
	case 'V':
		_, week := t.ISOWeek()
		return fmt.Sprintf("%02d", week)
	case 'q':
		return strconv.Itoa((int(t.Month())-1)/3 + 1)
	case 'w':
		return strconv.Itoa(weekday)
	case '%':
		return "%"
	}
	return "%" + string(rune(letter))
}
