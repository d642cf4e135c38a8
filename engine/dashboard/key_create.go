package dashboard

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/web"
	"wpengine/openapi"
)

// keyForm is the form by which a key is made.
type keyForm struct {
	form
	Grants    []grant  // by group
	Some      bool     // only some operations
	Clients   []choice // those of the account
	SomeOf    bool     // only some clients
	Lifetimes []choice
	Trouble   map[string]string // what is wrong with the operations, the clients or the expiry
}

// wrong reports whether anything is known to be wrong with the form. All of it is said at once, so what the API would
// refuse by and by is looked at here too.
func (f *keyForm) wrong() bool {
	return len(f.Trouble) > 0 || slices.ContainsFunc(f.Fields, func(x *field) bool { return x.Problem != "" })
}

// grant is a group of operations, each half of which a key may be for.
type grant struct {
	Group, Title string
	Reads        []string // the operations that change nothing
	Writes       []string // and those that do
	Read, Write  bool     // what is chosen
}

// choice is one of several.
type choice struct {
	Value, Label, More string
	Chosen             bool
}

// ownDay is the choice of a day on which a key expires.
const ownDay = "day"

// lifetimes are the days that a key may live; "" is for good.
var lifetimes = []choice{
	{Value: "", Label: "Never"}, {Value: "7", Label: "In 7 days"}, {Value: "30", Label: "In 30 days"}, {Value: "90", Label: "In 90 days"}, {Value: "365", Label: "In a year"},
	{Value: ownDay, Label: "After a day of your choice"},
}

func (d *Dashboard) newKeyForm(v *Visit) (*keyForm, error) {
	page := &keyForm{Grants: grants(d.Spec, v.Caller), Lifetimes: slices.Clone(lifetimes), Trouble: map[string]string{}}
	page.Hidden = map[string]string{"form": newFormName()}
	page.Fields = []*field{
		{Name: "name", Label: "Name", Max: 100, Focus: true, Complete: "off", Hint: "What uses the key and where, such as crm-sync-prod. It is how you will find the right one to revoke."},
		{Name: "allowedIps", Label: "Addresses", Type: "textarea", Optional: true, Hint: "From where the key may be used: addresses such as 203.0.113.7 or ranges such as 203.0.113.0/24, one a line. From anywhere if there are none."},
		{Name: "hourlyLimit", Label: "Requests an hour", Type: "number", Min: 1, Optional: true, Hint: "How many of the account's the key may make. As many as the account may if there is none."},
		{Name: "lastDay", Label: "Last day", Type: "date", Sometimes: true, Hint: "The key works until this day is over, in UTC."},
	}
	all, err := clients(v)
	for _, c := range all {
		more := ""
		if c.Phone != nil {
			more = *c.Phone
		}
		page.Clients = append(page.Clients, choice{Value: c.ID, Label: c.Name, More: more})
	}
	return page, err
}

// Name, Addresses, HourlyLimit and LastDay are the fields that are like those of other forms.
func (f *keyForm) Name() *field        { return f.Fields[0] }
func (f *keyForm) Addresses() *field   { return f.Fields[1] }
func (f *keyForm) HourlyLimit() *field { return f.Fields[2] }
func (f *keyForm) LastDay() *field     { return f.Fields[3] }

// Names are operations without their group.
func (f *keyForm) Names(operations []string) string {
	names := make([]string, len(operations))
	for i, op := range operations {
		_, names[i], _ = strings.Cut(op, ".")
	}
	return strings.Join(names, ", ")
}

// grants are the operations that a caller may let a key do.
func grants(spec *openapi.Spec, caller api.Caller) []grant {
	var all []grant
	for _, group := range spec.Groups {
		g := grant{Group: group.Name, Title: group.Title}
		for _, op := range group.Operations {
			switch {
			case op.Role != "" && op.Role != caller.Role:
			case op.Reads:
				g.Reads = append(g.Reads, op.ID)
			default:
				g.Writes = append(g.Writes, op.ID)
			}
		}
		if len(g.Reads)+len(g.Writes) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// scopes are what is granted, as the API has it: both halves of a group are the group, with what it may come to have.
// Reading alone never is: what changes something may come to the group, or to the caller with another role.
func scopes(all []grant) []string {
	var scopes []string
	for _, g := range all {
		switch {
		case g.Read && g.Write:
			scopes = append(scopes, g.Group+".*")
		case g.Read:
			scopes = append(scopes, g.Reads...)
		case g.Write:
			scopes = append(scopes, g.Writes...)
		}
	}
	return scopes
}

func (d *Dashboard) showKeyCreate(v *Visit) error {
	page, err := d.newKeyForm(v)
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, page)
}

func (d *Dashboard) createKey(v *Visit) error {
	page, err := d.newKeyForm(v)
	if err != nil {
		return err
	}
	request := page.read(v.Request)
	if page.wrong() {
		return v.Show(http.StatusBadRequest, page)
	}
	name := v.Value("form")
	if !d.sent.first(v, name) {
		return v.Done(keysPath, alreadyMade)
	}
	key, err := call[api.NewApiKey](v, "apiKeys.create", request)
	if err != nil {
		d.sent.again(v, name)
		status := page.explain(v.Writer, err)
		if status == 0 {
			return err
		}
		return v.Show(status, page)
	}
	return d.showMade(v, madeKey{NewApiKey: *key})
}

// read takes over what was sent, into the form and into what is asked of the API.
func (f *keyForm) read(r *http.Request) api.CreateApiKeyRequest {
	f.fill(r)
	request := api.CreateApiKeyRequest{Name: strings.TrimSpace(f.Name().Value), AllowedIPs: lines(f.Addresses().Value)}
	if limit := strings.TrimSpace(f.HourlyLimit().Value); limit != "" {
		n, err := strconv.Atoi(limit)
		if err != nil || n < 1 {
			f.HourlyLimit().Problem = "Must be a whole number, and at least 1."
		}
		request.HourlyLimit = &n
	}
	if request.Name == "" {
		f.Name().Problem = "Give the key a name."
	}
	var bad []string
	for _, a := range request.AllowedIPs {
		if _, err := api.ParseRange(a); err != nil {
			bad = append(bad, a)
		}
	}
	if len(bad) > 0 {
		f.Addresses().Problem = "Neither an address, such as 203.0.113.7, nor a range, such as 203.0.113.0/24: " + web.Clip(strings.Join(bad, ", ")) + "."
	}
	asked := r.PostForm["scopes"]
	for i := range f.Grants {
		g := &f.Grants[i]
		g.Read, g.Write = slices.Contains(asked, g.Group+":read"), slices.Contains(asked, g.Group+":write")
	}
	if f.Some = r.PostFormValue("operations") == "some"; f.Some {
		if request.Scopes = scopes(chosen(f.Grants)); len(request.Scopes) == 0 {
			f.Trouble["operations"] = "Choose at least one, or let the key call every operation."
		}
	}
	for i := range f.Clients {
		c := &f.Clients[i]
		c.Chosen = slices.Contains(r.PostForm["clientIds"], c.Value)
	}
	if f.SomeOf = r.PostFormValue("clients") == "some"; f.SomeOf {
		request.ClientIDs = r.PostForm["clientIds"]
		if len(request.ClientIDs) == 0 {
			f.Trouble["clients"] = "Choose at least one, or let the key use every client."
		}
	}
	request.ExpiresAt = f.expiry(r.PostFormValue("lifetime"))
	f.begin()
	return request
}

// expiry is when the key stops working by what was chosen, nil for never.
func (f *keyForm) expiry(lifetime string) *time.Time {
	choose(f.Lifetimes, lifetime)
	now := time.Now().UTC().Truncate(time.Second)
	if !slices.ContainsFunc(f.Lifetimes, func(c choice) bool { return c.Chosen }) {
		f.Trouble["lifetime"] = "Choose one of these."
		return nil
	}
	if lifetime == "" {
		return nil
	}
	if lifetime != ownDay {
		days, _ := strconv.Atoi(lifetime) // one of ours
		at := now.AddDate(0, 0, days)
		return &at
	}
	day, err := time.Parse(time.DateOnly, f.LastDay().Value)
	at := day.AddDate(0, 0, 1)
	switch {
	case err != nil:
		f.LastDay().Problem = "Choose a day, such as " + now.AddDate(0, 1, 0).Format(time.DateOnly) + "."
	case !at.After(now):
		f.LastDay().Problem = "This day is over. Choose a later one."
	}
	return &at
}

// chosen are the grants of which something is chosen.
func chosen(all []grant) []grant {
	return slices.DeleteFunc(slices.Clone(all), func(g grant) bool { return !g.Read && !g.Write })
}

// lines are the lines of a text that aren't blank.
func lines(text string) []string {
	var all []string
	for line := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == '\n' || c == '\r' || c == ',' || c == ' ' }) {
		all = append(all, line)
	}
	return all
}
