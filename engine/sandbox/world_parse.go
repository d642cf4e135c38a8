package sandbox

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"go.mau.fi/whatsmeow/types"
	"gopkg.in/yaml.v3"
)

// Bounds of a world.
const (
	maxWorld        = 8 << 20 // bytes
	maxWorldPhones  = 1000
	maxWorldGroups  = 1000
	maxWorldHistory = 100_000
)

// Mistake is something in a world that can't be.
type Mistake struct {
	Line, Column int
	Text         string // what is wrong, and what to do
}

// WorldError lists all mistakes of a world, in the order of the file.
type WorldError struct {
	Name     string // of the file
	Mistakes []Mistake
}

func (e *WorldError) Error() string {
	lines := make([]string, len(e.Mistakes))
	for i, m := range e.Mistakes {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", e.Name, m.Line, m.Column, m.Text)
	}
	return strings.Join(lines, "\n")
}

// ParseWorld reads a world from YAML. The name of the file is for errors: all that is wrong is reported at once,
// in a *WorldError.
func ParseWorld(name string, from io.Reader) (*World, error) {
	text, err := io.ReadAll(io.LimitReader(from, maxWorld+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(text) > maxWorld {
		return nil, fmt.Errorf("%s has more than %d MiB", name, maxWorld>>20)
	}
	r := &worldReader{
		world: &World{}, numbers: map[string]*yaml.Node{}, names: map[string][]string{}, absent: map[string]bool{},
		groups: map[string]int{}, repeats: map[string]int{},
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, &WorldError{Name: name, Mistakes: []Mistake{notYAML(err)}}
	}
	if len(document.Content) == 0 {
		r.wrong(&yaml.Node{Line: 1, Column: 1}, "the file is empty: it needs phones, such as\nphones:\n  - phone: \"+15551234567\"\n    name: Ada")
	} else {
		r.read(document.Content[0])
	}
	if len(r.mistakes) > 0 {
		slices.SortStableFunc(r.mistakes, func(x, y Mistake) int {
			return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
		})
		return nil, &WorldError{Name: name, Mistakes: r.mistakes}
	}
	return r.world, nil
}

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)

// notYAML says where a file ends to be YAML.
func notYAML(err error) Mistake {
	m := Mistake{1, 1, strings.TrimPrefix(err.Error(), "yaml: ")}
	if found := yamlLine.FindStringSubmatch(err.Error()); found != nil {
		m.Line, _ = strconv.Atoi(found[1])
		m.Text = strings.TrimPrefix(err.Error(), found[0])
	}
	m.Text += ": this is not YAML; look at the indentation, and put texts with :, ? or # into quotes"
	return m
}

// worldReader goes through a file and collects what is wrong with it.
type worldReader struct {
	world    *World
	mistakes []Mistake
	numbers  map[string]*yaml.Node // of phones, with where they are
	names    map[string][]string   // numbers of phones by name
	absent   map[string]bool       // numbers that are not on WhatsApp
	groups   map[string]int        // by subject
	repeats  map[string]int        // of past messages that are the same in everything
}

func (r *worldReader) wrong(at *yaml.Node, format string, args ...any) {
	r.mistakes = append(r.mistakes, Mistake{at.Line, at.Column, fmt.Sprintf(format, args...)})
}

func (r *worldReader) read(root *yaml.Node) {
	m := r.mapping(root, "a world", "owner", "phones", "groups", "history")
	if owner := m["owner"]; owner != nil {
		r.world.Owner = r.text(owner, "owner", 254)
		if !strings.Contains(r.world.Owner, "@") {
			r.wrong(owner, "owner must be the email address of an account")
		}
	}
	if m["phones"] == nil && root.Kind == yaml.MappingNode {
		r.wrong(root, "there are no phones: a world needs at least one")
	}
	for _, n := range r.list(m["phones"], "phones", maxWorldPhones) {
		r.readPhone(n)
	}
	for _, n := range r.list(m["groups"], "groups", maxWorldGroups) {
		r.readGroup(n)
	}
	for _, n := range r.list(m["history"], "history", maxWorldHistory) {
		r.readPast(n)
	}
}

func (r *worldReader) readPhone(n *yaml.Node) {
	m := r.mapping(n, "a phone", "phone", "name", "about", "persona", "delaySeconds", "script", "contacts")
	if m == nil {
		return
	}
	p := worldPhone{spec: PhoneSpec{Persona: PersonaSilent}}
	p.spec.Number = r.number(m["phone"], n)
	if name := m["name"]; name != nil {
		p.spec.Name = r.text(name, "name", MaxName)
	}
	if about := m["about"]; about != nil {
		p.spec.About = r.text(about, "about", MaxAbout)
	}
	if delay := m["delaySeconds"]; delay != nil {
		if err := delay.Decode(&p.spec.DelaySeconds); err != nil || p.spec.DelaySeconds < 0 || p.spec.DelaySeconds > MaxDelay {
			r.wrong(delay, "delaySeconds must be a whole number from 0 to %d", MaxDelay)
		}
	}
	p.spec.Script = r.script(m["script"])
	if persona := m["persona"]; persona != nil {
		p.spec.Persona = r.persona(persona)
		if p.spec.Persona == PersonaScript && m["script"] == nil {
			r.wrong(persona, "the persona script needs a script: add one, with at least one rule")
		}
	} else if len(p.spec.Script) > 0 {
		p.spec.Persona = PersonaScript
	}
	p.contacts = r.contacts(m["contacts"])
	if p.spec.Name != "" { // also of a phone with a wrong number, for which one mistake is enough
		r.names[p.spec.Name] = append(r.names[p.spec.Name], p.spec.Number)
	}
	if p.spec.Number != "" {
		r.world.phones = append(r.world.phones, p)
		r.absent[p.spec.Number] = p.spec.Persona == PersonaUnregistered
	}
}

// number reads the number of a phone, which no other phone of the world may have.
func (r *worldReader) number(n, phone *yaml.Node) string {
	if n == nil {
		r.wrong(phone, "the phone has no number: add phone, such as \"+15551234567\"")
		return ""
	}
	number, err := parseNumber(n.Value)
	if err != nil || n.Kind != yaml.ScalarNode {
		r.wrong(n, "%q is not a phone number: %s, as in \"+15551234567\"", n.Value, ErrBadNumber)
		return ""
	}
	if first := r.numbers[number]; first != nil {
		r.wrong(n, "the number +%s is that of the phone in line %d: take another", number, first.Line)
		return ""
	}
	r.numbers[number] = n
	return number
}

func (r *worldReader) persona(n *yaml.Node) Persona {
	var known []string
	for _, p := range personas {
		if n.Value == string(p) {
			return p
		}
		known = append(known, string(p))
	}
	r.wrong(n, "there is no persona %q%s: it is one of %s", n.Value, suggestion(n.Value, known), strings.Join(known, ", "))
	return PersonaSilent
}

func (r *worldReader) script(n *yaml.Node) []Rule {
	var script []Rule
	for _, item := range r.list(n, "script", maxRules) {
		m := r.mapping(item, "a rule", "match", "reply")
		if m == nil {
			continue
		}
		rule := Rule{}
		if m["match"] != nil {
			rule.Match = r.text(m["match"], "match", maxMatch)
		}
		if m["reply"] == nil {
			r.wrong(item, "the rule has no reply: add what the phone answers")
			continue
		}
		rule.Reply = r.text(m["reply"], "reply", maxReply)
		if _, err := rule.expression(); err != nil {
			r.wrong(m["match"], "%s", err)
		}
		script = append(script, rule)
	}
	return script
}

// contacts reads an address book: names by number.
func (r *worldReader) contacts(n *yaml.Node) []Contact {
	var contacts []Contact
	r.pairs(n, "contacts", func(key, value *yaml.Node) {
		number, err := parseNumber(key.Value)
		if err != nil {
			r.wrong(key, "%q is not a phone number: contacts are names by number, as in \"+15551234567\": Ada", key.Value)
			return
		}
		contacts = append(contacts, Contact{types.NewJID(number, types.DefaultUserServer), r.text(value, "the name", 100)})
	})
	return contacts
}

func (r *worldReader) readGroup(n *yaml.Node) {
	m := r.mapping(n, "a group", "subject", "description", "admin", "members")
	if m == nil {
		return
	}
	g := worldGroup{}
	if m["subject"] == nil {
		r.wrong(n, "the group has no subject: add what it is called")
	} else if g.subject = r.text(m["subject"], "subject", maxSubject); g.subject != "" {
		if _, taken := r.groups[g.subject]; taken {
			r.wrong(m["subject"], "there is a group %q already: the history names groups by their subjects, so give it another", g.subject)
		}
		r.groups[g.subject] = len(r.world.groups)
	}
	if m["description"] != nil {
		g.description = r.text(m["description"], "description", 2048)
	}
	if m["members"] == nil {
		r.wrong(n, "the group has no members: add a list of phones, by number or name")
	}
	for _, item := range r.list(m["members"], "members", maxMembers) {
		if number := r.member(item, "a member"); number != "" && !slices.Contains(g.members, number) {
			g.members = append(g.members, number)
		}
	}
	if m["admin"] != nil {
		g.admin = r.member(m["admin"], "the admin")
		if g.admin != "" && !slices.Contains(g.members, g.admin) {
			g.members = append(g.members, g.admin)
		}
	} else if len(g.members) > 0 {
		g.admin = g.members[0]
	}
	r.world.groups = append(r.world.groups, g)
}

// member reads who is in a group: a phone whose number is on WhatsApp.
func (r *worldReader) member(n *yaml.Node, what string) string {
	number := r.phone(n, what)
	if r.absent[number] {
		r.wrong(n, "%s can't be +%s, who is not on WhatsApp: give the phone another persona, or leave it out", what, number)
		return ""
	}
	return number
}

// phone reads who is meant: a phone of this world, by number or by a name that only one of them has.
func (r *worldReader) phone(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode {
		r.wrong(n, "%s must be a phone of this world, by number or name", what)
		return ""
	}
	switch named := r.names[n.Value]; len(named) {
	case 1:
		return named[0]
	case 0:
	default:
		r.wrong(n, "%d phones are called %s: say which by its number", len(named), n.Value)
		return ""
	}
	if number, err := parseNumber(n.Value); err == nil && r.numbers[number] != nil {
		return number
	}
	var known []string
	for name := range r.names {
		known = append(known, name)
	}
	slices.Sort(known)
	r.wrong(n, "%s must be a phone of this world, by number or name, and %q isn't one%s", what, n.Value, suggestion(n.Value, known))
	return ""
}

// mapping gives the values of a mapping by their keys. Other keys than those that are known are mistakes.
func (r *worldReader) mapping(n *yaml.Node, what string, known ...string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "%s must be a mapping with %s", what, strings.Join(known, ", "))
		return nil
	}
	m := map[string]*yaml.Node{}
	r.pairs(n, what, func(key, value *yaml.Node) {
		if !slices.Contains(known, key.Value) {
			r.wrong(key, "%s has no key %q%s: it has %s", what, key.Value, suggestion(key.Value, known), strings.Join(known, ", "))
			return
		}
		m[key.Value] = value
	})
	return m
}

// pairs goes through a mapping. A key must not come twice.
func (r *worldReader) pairs(n *yaml.Node, what string, do func(key, value *yaml.Node)) {
	if n == nil {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "%s must be a mapping", what)
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], resolved(n.Content[i+1])
		if line := seen[key.Value]; line > 0 {
			r.wrong(key, "the key %q is in line %d already: remove one of the two", key.Value, line)
			continue
		}
		seen[key.Value] = key.Line
		do(key, value)
	}
}

func (r *worldReader) list(n *yaml.Node, what string, most int) []*yaml.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind != yaml.SequenceNode:
		r.wrong(n, "%s must be a list, each item behind a dash", what)
		return nil
	case len(n.Content) > most:
		r.wrong(n, "%s has %d items, and at most %d are possible", what, len(n.Content), most)
		return nil
	}
	items := make([]*yaml.Node, len(n.Content))
	for i, item := range n.Content {
		items[i] = resolved(item)
	}
	return items
}

// text reads a text of 1 to most characters.
func (r *worldReader) text(n *yaml.Node, what string, most int) string {
	switch {
	case n.Kind != yaml.ScalarNode || n.Tag == "!!null" || strings.TrimSpace(n.Value) == "":
		r.wrong(n, "%s must be a text", what)
		return ""
	case utf8.RuneCountInString(n.Value) > most:
		r.wrong(n, "%s has %d characters, and at most %d are possible", what, utf8.RuneCountInString(n.Value), most)
	}
	return n.Value
}

// resolved gives what an alias stands for.
func resolved(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// suggestion offers the name that was probably meant, if one is near.
func suggestion(name string, known []string) string {
	best, distance := "", len(name)/3+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(k)); d <= distance && d < len(k) {
			best, distance = k, d-1
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", best)
}
