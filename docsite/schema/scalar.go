package schema

import (
	"math"
	"strconv"
	"strings"

	"wpengine/openapi/document"
)

// text makes a text: of the format, of the pattern, or just one that is long enough.
func (m *maker) text(s *Shape) string {
	least := 0
	if s.MinLength != nil {
		least = int(min(*s.MinLength, 1000))
	}
	fits := func(text string) bool {
		return m.fitter.text(s.Schema, text)
	}
	if example := formatOf(s.Format).example; example != "" && fits(example) {
		return example
	}
	if s.Pattern != "" {
		for _, least := range [...]int{least, 0, 8} {
			if text, ok := matching(s.Pattern, least); ok && fits(text) {
				return text
			}
		}
	}
	if strings.EqualFold(s.ContentEncoding, "base64") {
		if example := formatOf("byte").example; fits(example) {
			return example
		}
	}
	text := "string"
	if len(text) < least {
		text += strings.Repeat("x", least-len(text))
	}
	if s.MaxLength != nil && uint64(len(text)) > *s.MaxLength {
		text = text[:*s.MaxLength]
	}
	return text
}

// number makes a number in the bounds.
func number(s *document.Schema, whole bool) string {
	step := 1.0
	if x, err := strconv.ParseFloat(s.MultipleOf, 64); err == nil && x > 0 && !math.IsInf(x, 0) {
		step = x
	}
	if whole && step != math.Trunc(step) {
		step = 1 / step
		if step = step * math.Trunc(step); step != math.Trunc(step) || step == 0 {
			step = 1
		}
	}
	tried := []float64{step}
	low, high := math.Inf(-1), math.Inf(1)
	for _, text := range [...]string{s.Minimum, s.ExclusiveMinimum} {
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			low = max(low, x)
		}
	}
	for _, text := range [...]string{s.Maximum, s.ExclusiveMaximum} {
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			high = min(high, x)
		}
	}
	if !math.IsInf(low, 0) {
		tried = append(tried, low, math.Ceil(low/step)*step, (math.Floor(low/step)+1)*step)
	}
	if !math.IsInf(high, 0) {
		tried = append(tried, high, math.Floor(high/step)*step, (math.Ceil(high/step)-1)*step)
	}
	tried = append(tried, (low+high)/2)
	for _, x := range tried {
		if math.IsNaN(x) || math.IsInf(x, 0) || whole && x != math.Trunc(x) {
			continue
		}
		text := strconv.FormatFloat(x, 'f', -1, 64)
		if len(text) > 40 {
			text = strconv.FormatFloat(x, 'g', -1, 64)
		}
		if within(s, text) && (s.MultipleOf == "" || multiple(text, s.MultipleOf)) {
			return text
		}
	}
	return strconv.FormatFloat(step, 'f', -1, 64)
}
