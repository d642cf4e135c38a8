package diagram

import (
	"regexp"
	"strconv"
	"strings"

	"wpengine/docsite/diagram/layered"
)

// gitGraph is the model of a history of commits: https://mermaid.js.org/syntax/gitgraph.html.
type gitGraph struct {
	*source
	direction layered.Direction
	branches  []*branch
	byName    map[string]*branch
	commits   []*commit
	byID      map[string]*commit
	current   *branch
}

type branch struct {
	name  string
	order int
	lane  int
	head  *commit
	first *commit
}

type commit struct {
	words    text // its id, if it was given one
	tags     []text
	kind     string // NORMAL, REVERSE, HIGHLIGHT, or merge
	branch   *branch
	parents  []*commit
	picked   *commit
	x, width int
}

func drawGitGraph(s *source) (*canvas, error) {
	g := &gitGraph{source: s, direction: layered.Right, byName: map[string]*branch{}, byID: map[string]*commit{}}
	if to, ok := directions[strings.TrimSuffix(strings.TrimSpace(strings.TrimPrefix(s.rest, ":")), ":")]; ok {
		g.direction = to
	}
	main := s.front.Config.GitGraph.MainBranchName
	if main == "" {
		main = "main"
	}
	g.current = g.addBranch(main, s.front.Config.GitGraph.MainBranchOrder)
	for s.next() {
		if len(g.commits) > mostNodes || len(g.branches) > 60 {
			return nil, s.fail("the history has too much to be drawn: up to %d commits and 60 branches can be", mostNodes)
		}
		if err := g.read(s.statement()); err != nil {
			return nil, err
		}
	}
	return g.draw(), nil
}

func (g *gitGraph) addBranch(name string, order int) *branch {
	b := &branch{name: name, order: order}
	g.branches = append(g.branches, b)
	g.byName[name] = b
	return b
}

// option is "name: value" after a command; the value may be in quotation marks.
var option = regexp.MustCompile(`(\w+)\s*:\s*(?:"([^"]*)"|(\S+))`)

// read reads a command.
func (g *gitGraph) read(line string) error {
	command, rest := word(line)
	options, tags := map[string]string{}, []text(nil)
	for _, m := range option.FindAllStringSubmatch(rest, -1) {
		value := m[2] + m[3]
		options[m[1]] = value
		if m[1] == "tag" && len(tags) < 20 {
			tags = append(tags, wordsOf(value, style{small: true}))
		}
	}
	name := gitName(rest)
	switch command {
	case "commit":
		c := g.commit(options["id"], tags, options["type"])
		if message := gitName(rest); options["id"] == "" && strings.HasPrefix(rest, `"`) {
			c.words = wordsOf(message, style{small: true, wrap: 140})
		} else if options["id"] == "" && options["msg"] != "" {
			c.words = wordsOf(options["msg"], style{small: true, wrap: 140})
		}
	case "branch":
		if name == "" || g.byName[name] != nil {
			return g.fail("a branch %q cannot be made: it needs a name that no other has", name)
		}
		order, _ := strconv.Atoi(options["order"])
		b := g.addBranch(name, order)
		b.head = g.current.head
		g.current = b
	case "checkout", "switch":
		b := g.byName[name]
		if b == nil {
			return g.fail("there is no branch %q to check out", name)
		}
		g.current = b
	case "merge":
		b := g.byName[name]
		if b == nil || b.head == nil {
			return g.fail("there is no branch %q with commits to merge", name)
		}
		from := b.head
		kind := options["type"]
		if kind == "" {
			kind = "merge"
		}
		c := g.commit(options["id"], tags, kind)
		c.parents = append(c.parents, from)
	case "cherry-pick":
		from := g.byID[options["id"]]
		if from == nil {
			return g.fail("there is no commit %q to pick", options["id"])
		}
		c := g.commit("", tags, "pick")
		c.picked = from
		c.words = from.words
	default:
		return g.fail("%q is no command of a git graph; commit, branch, checkout, merge and cherry-pick are", command)
	}
	return nil
}

// gitName is the first word after a command, or what is in quotation marks there.
func gitName(rest string) string {
	if strings.HasPrefix(rest, `"`) {
		name, _, _ := strings.Cut(rest[1:], `"`)
		return name
	}
	name, _ := word(rest)
	return name
}

func (g *gitGraph) commit(id string, tags []text, kind string) *commit {
	c := &commit{tags: tags, kind: kind, branch: g.current}
	if id != "" {
		c.words = wordsOf(id, style{small: true, wrap: 140})
		g.byID[id] = c
	}
	if g.current.head != nil {
		c.parents = append(c.parents, g.current.head)
	}
	if g.current.first == nil {
		g.current.first = c
	}
	g.current.head = c
	g.commits = append(g.commits, c)
	return c
}
