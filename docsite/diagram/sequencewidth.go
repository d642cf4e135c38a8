package diagram

// Distances in a sequence diagram.
const (
	personGap   = 28  // between the boxes of participants
	personWidth = 88  // at least
	lifeGap     = 110 // between lifelines, at least
	selfReach   = 34  // of a message to oneself
	barHalf     = 5   // half the width of a bar that shows an activity
	noteGap     = 12  // between a lifeline and a note beside it
	notePad     = 10
)

// spread gives the participants their places from left to right, far enough from each other for what
// is between them, and returns how far something reaches beyond the first and the last.
func (q *sequence) spread() (left, right int) {
	n := len(q.people)
	gaps := make([]int, max(0, n-1))
	for i, p := range q.people {
		p.width = max(personWidth, p.words.width+2*padX)
		if p.actor {
			p.width = max(48, p.words.width+8)
		}
		if i > 0 {
			gaps[i-1] = max(lifeGap, (q.people[i-1].width+p.width)/2+personGap)
			if p.box != q.people[i-1].box {
				gaps[i-1] += 16
			}
		}
	}
	need := func(i, j, width int) {
		switch {
		case i < 0:
			left = max(left, width)
			return
		case j >= n:
			right = max(right, width)
			return
		}
		sum := 0
		for _, g := range gaps[i:j] {
			sum += g
		}
		for k := i; k < j && sum < width; k++ {
			more := (width - sum + j - k - 1) / (j - k)
			gaps[k] += more
			sum += more
		}
	}
	extra := 0
	if q.numbered() {
		extra = 16
	}
	// What is between neighbours first: the rest may fit then.
	for _, wide := range []bool{false, true} {
		for i := range q.events {
			q.needs(&q.events[i], wide, extra, need)
		}
	}
	x := 0
	for i, p := range q.people {
		if i > 0 {
			x += gaps[i-1]
		}
		p.x = x
	}
	if n > 0 {
		left, right = max(left, q.people[0].width/2), max(right, q.people[n-1].width/2)
	}
	return left, right
}

// needs tells how much room an event needs between participants, if it is between neighbours or, with
// wide, between others.
func (q *sequence) needs(e *event, wide bool, extra int, need func(i, j, width int)) {
	from, to := min(e.from, e.to), max(e.from, e.to)
	if wide != (to-from > 1) {
		return
	}
	switch e.kind {
	case message:
		if from == to {
			need(from, from+1, e.words.width+selfReach+20+extra)
		} else {
			need(from, to, e.words.width+2*padX+extra)
		}
	case noteEvent:
		width := e.words.width + 2*notePad
		switch {
		case e.place == after:
			need(from, from+1, width+2*noteGap)
		case e.place == before:
			need(from-1, from, width+2*noteGap)
		case from == to:
			need(from-1, from, width/2+noteGap)
			need(from, from+1, width/2+noteGap)
		default:
			need(from, to, width-2*notePad)
		}
	}
}
