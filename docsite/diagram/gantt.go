package diagram

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// gantt is the model of a Gantt chart: https://mermaid.js.org/syntax/gantt.html. There is no line
// for today: a page that is built doesn't know when it is read.
type gantt struct {
	*source
	layout     string // of dates, as package time has it
	axis       string // the same of the ticks, in strftime's letters
	ticks      string
	inclusive  bool
	excluded   exclusions
	sections   []ganttSection
	tasks      []*task
	byID       map[string]*task
	start, end time.Time
}

type ganttSection struct {
	words       text
	first, last int
}

type task struct {
	words                               text
	active, done, critical, point, rule bool
	id                                  string
	from, to                            string // as written
	previous                            *task
	start, end                          time.Time
	placed                              bool
	line                                int
}

func drawGantt(s *source) (*canvas, error) {
	g := &gantt{source: s, layout: "2006-01-02", byID: map[string]*task{}}
	for s.next() {
		if len(g.tasks) > mostNodes {
			return nil, s.fail("the chart has more than %d tasks", mostNodes)
		}
		if err := g.read(s.statement()); err != nil {
			return nil, err
		}
	}
	if err := g.schedule(); err != nil {
		return nil, err
	}
	return g.draw(), nil
}

func (g *gantt) read(line string) error {
	first, rest := word(line)
	switch first {
	case "title":
		g.title = rest
	case "dateFormat":
		g.layout = dateLayout(rest)
	case "axisFormat":
		g.axis = rest
	case "tickInterval":
		g.ticks = rest
	case "inclusiveEndDates":
		g.inclusive = true
	case "excludes":
		g.excluded.add(rest)
	case "includes":
		g.excluded.include(rest)
	case "todayMarker", "topAxis", "weekday", "weekend", "click":
	case "section":
		g.sections = append(g.sections, ganttSection{wordsOf(rest, style{bold: true, small: true, wrap: sectionWidth - 16}), len(g.tasks), len(g.tasks)})
	default:
		return g.readTask(line)
	}
	return nil
}

// readTask reads "Name : tags, id, start, end".
func (g *gantt) readTask(line string) error {
	name, rest, ok := strings.Cut(line, ":")
	if !ok {
		return g.fail("a task is written as Name : start, end, not %q", shown(line))
	}
	t := &task{words: wordsOf(name, style{small: true}), line: g.at + 1}
	var items []string
	for _, item := range strings.Split(rest, ",") {
		item = strings.TrimSpace(item)
		tags := map[string]*bool{"active": &t.active, "done": &t.done, "crit": &t.critical, "milestone": &t.point, "vert": &t.rule}
		if tag := tags[item]; tag != nil && len(items) == 0 {
			*tag = true
		} else {
			items = append(items, item)
		}
	}
	switch len(items) {
	case 1:
		t.to = items[0]
	case 2:
		t.from, t.to = items[0], items[1]
	case 3:
		t.id, t.from, t.to = items[0], items[1], items[2]
	default:
		return g.fail("a task has a name, a start and an end, and perhaps an id: %q has %d parts", shown(line), len(items))
	}
	if n := len(g.tasks); n > 0 {
		t.previous = g.tasks[n-1]
	}
	if t.id != "" {
		g.byID[t.id] = t
	}
	g.tasks = append(g.tasks, t)
	if n := len(g.sections); n > 0 {
		g.sections[n-1].last = len(g.tasks)
	}
	return nil
}

// schedule finds the dates of all tasks. One can refer to another that comes later, so it goes over
// them as long as it finds any.
func (g *gantt) schedule() error {
	for left := len(g.tasks); left > 0; {
		before := left
		var waits *task
		for _, t := range g.tasks {
			if t.placed {
				continue
			}
			ready, err := g.place(t)
			if err != nil {
				return &Error{t.line, err.Error()}
			}
			if ready {
				t.placed = true
				left--
			} else if waits == nil {
				waits = t
			}
		}
		if left == before {
			return &Error{waits.line, "the task refers to a task that there isn't, or to one that waits for it"}
		}
	}
	for i, t := range g.tasks {
		if i == 0 || t.start.Before(g.start) {
			g.start = t.start
		}
		if i == 0 || t.end.After(g.end) {
			g.end = t.end
		}
	}
	return nil
}

// place finds the dates of a task, if those that it refers to are known.
func (g *gantt) place(t *task) (bool, error) {
	switch ids, after := strings.CutPrefix(t.from, "after "); {
	case t.from == "":
		if t.previous == nil {
			return false, errorText("the first task needs a start")
		}
		if !t.previous.placed {
			return false, nil
		}
		t.start = t.previous.end
	case after:
		for _, id := range strings.Fields(ids) {
			other := g.byID[id]
			if other == nil || !other.placed {
				return false, nil
			}
			if other.end.After(t.start) {
				t.start = other.end
			}
		}
	default:
		at, err := g.date(t.from)
		if err != nil {
			return false, err
		}
		t.start = at
	}
	return g.finish(t)
}

// finish finds the end of a task whose start is known.
func (g *gantt) finish(t *task) (bool, error) {
	if ids, ok := strings.CutPrefix(t.to, "until "); ok {
		for _, id := range strings.Fields(ids) {
			other := g.byID[id]
			if other == nil || !other.placed {
				return false, nil
			}
			if t.end.IsZero() || other.start.Before(t.end) {
				t.end = other.start
			}
		}
	} else if end, ok := lasting(t.start, t.to); ok {
		t.end = g.excluded.stretch(t.start, end)
	} else {
		end, err := g.date(t.to)
		if err != nil {
			return false, err
		}
		if g.inclusive {
			end = end.AddDate(0, 0, 1)
		}
		t.end = end
	}
	if t.end.Before(t.start) {
		t.end = t.start
	}
	return true, nil
}

type errorText string

func (e errorText) Error() string { return string(e) }

// date reads a date in the layout of the chart, or in ISO's.
func (g *gantt) date(s string) (time.Time, error) {
	for _, layout := range []string{g.layout, "2006-01-02", "2006-01-02T15:04:05", time.RFC3339} {
		if seconds, err := strconv.ParseInt(s, 10, 64); err == nil && (layout == "X" || layout == "x") {
			if layout == "x" {
				seconds /= 1000
			}
			if seconds < 1<<36 {
				return time.Unix(seconds, 0).UTC(), nil
			}
		}
		if at, err := time.Parse(layout, s); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, errorText(strconv.Quote(shown(s)) + " is neither a date in the chart's dateFormat nor a duration such as 3d")
}

var duration = regexp.MustCompile(`^(\d{1,6}(?:\.\d{1,3})?)(ms|[smhdwMy])$`)

// lasting is the end of what begins at a time and takes so long.
func lasting(start time.Time, s string) (time.Time, bool) {
	m := duration.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	n, _ := strconv.ParseFloat(m[1], 64)
	switch m[2] {
	case "M":
		return start.AddDate(0, int(min(n, 12000)), 0), true
	case "y":
		return start.AddDate(int(min(n, 1000)), 0, 0), true
	}
	unit := map[string]time.Duration{
		"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour,
	}[m[2]]
	const longest = 200 * 365 * 24 // hours: beyond them durations overflow
	return start.Add(time.Duration(min(n*float64(unit), longest*float64(time.Hour)))), true
}

// exclusions are days on which nobody works.
type exclusions struct {
	weekdays [7]bool
	days     map[string]bool // dates, and whether nobody works on them
}

func (e *exclusions) include(rest string) {
	for _, day := range listed(rest) {
		e.set(day, false)
	}
}

func (e *exclusions) set(day string, free bool) {
	if e.days == nil {
		e.days = make(map[string]bool)
	}
	e.days[day] = free
}

func listed(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

func (e *exclusions) add(rest string) {
	for _, item := range listed(rest) {
		lower := strings.ToLower(item)
		if lower == "weekends" {
			e.weekdays[time.Saturday], e.weekdays[time.Sunday] = true, true
			continue
		}
		known := false
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.HasPrefix(strings.ToLower(d.String()), lower) && len(lower) >= 3 {
				e.weekdays[d], known = true, true
			}
		}
		if !known {
			e.set(item, true)
		}
	}
}

func (e *exclusions) has(day time.Time) bool {
	if free, ok := e.days[day.Format("2006-01-02")]; ok {
		return free
	}
	return e.weekdays[day.Weekday()]
}

// stretch makes a task longer by the days in it on which nobody works.
func (e *exclusions) stretch(start, end time.Time) time.Time {
	if e.weekdays == [7]bool{true, true, true, true, true, true, true} || e.weekdays == [7]bool{} && e.days == nil {
		return end
	}
	const longest = 2000
	for day, n := start, 0; day.Before(end) && n < longest; day, n = day.AddDate(0, 0, 1), n+1 {
		if e.has(day) {
			end = end.AddDate(0, 0, 1)
		}
	}
	return end
}

// dateLayout makes a layout of package time of one that is written with letters such as YYYY-MM-DD.
func dateLayout(format string) string {
	if format == "X" || format == "x" {
		return format
	}
	return strings.NewReplacer(
		"YYYY", "2006", "YY", "06", "MMMM", "January", "MMM", "Jan", "MM", "01", "M", "1", "DD", "02", "Do", "2", "D", "2",
		"HH", "15", "H", "15", "hh", "03", "h", "3", "mm", "04", "m", "4", "ss", "05", "s", "5", "SSS", "000", "ZZ", "-0700", "Z", "-07:00",
		"A", "PM", "a", "pm", "dddd", "Monday", "ddd", "Mon",
	).Replace(format)
}
