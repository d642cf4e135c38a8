package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// outcome is what a run of the suite has shown.
type outcome struct {
	tests  map[string]string // pass, fail or skip, by package and name
	output map[string]string // what a test has said
	shapes []string          // of the stanzas that clients have sent, sorted
}

// event is one line of go test -json.
type event struct {
	Action, Package, Test, Output string
}

func readOutcome(r io.Reader) (outcome, error) {
	o := outcome{tests: map[string]string{}, output: map[string]string{}}
	for lines := json.NewDecoder(r); ; {
		var e event
		if err := lines.Decode(&e); errors.Is(err, io.EOF) {
			return o, nil
		} else if err != nil {
			return o, fmt.Errorf("go test -json: %w", err)
		}
		name := strings.TrimSuffix(e.Package+" "+e.Test, " ")
		switch e.Action {
		case "pass", "fail", "skip":
			o.tests[name] = e.Action
		case "output":
			o.output[name] += e.Output
		}
	}
}

// differences says in words what the second outcome has that the first has not, and the other way round. It is empty
// if there is nothing to say.
func differences(before, after outcome) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(before.tests)) {
		was, is := before.tests[name], after.tests[name]
		switch {
		case is == "":
			is = "did not end"
		case was == is:
			continue
		}
		fmt.Fprintf(&b, "\n%s: was %s, is %s\n", name, was, is)
		if is != "pass" {
			b.WriteString(indent(lastLines(after.output[name], 20)))
		}
	}
	for _, list := range []struct {
		title string
		lines []string
	}{
		{"Clients send what they did not send before:", without(after.shapes, before.shapes)},
		{"Clients no longer send:", without(before.shapes, after.shapes)},
	} {
		if len(list.lines) > 0 {
			fmt.Fprintf(&b, "\n%s\n%s", list.title, indent(strings.Join(list.lines, "\n")))
		}
	}
	return b.String()
}

// without gives the lines of one sorted list that are not in another.
func without(lines, others []string) (left []string) {
	for _, line := range lines {
		if _, found := slices.BinarySearch(others, line); !found {
			left = append(left, line)
		}
	}
	return left
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(lines[max(len(lines)-n, 0):], "\n")
}
