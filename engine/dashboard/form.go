package dashboard

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"wpengine/engine/api"
)

// field is a field of a form, with what is wrong with it.
type field struct {
	Name, Label string
	Type        string // as HTML has it, or "textarea"; "" for text
	Value       string // never of a password
	Hint        string
	Problem     string
	Complete    string // autocomplete, as HTML has it
	Mode        string // inputmode, as HTML has it
	Optional    bool
	Sometimes   bool // needed if another field says so
	Fixed       bool // shown, and not to be changed
	Max         int  // characters
	Min         int  // of a number
	Focus       bool // begin here
}

// form is a form whose answer may be no: it is then shown again.
type form struct {
	Fields  []*field
	Problem string // with the form as a whole
	Hidden  map[string]string
}

// fill puts what was sent back into the form.
func (f *form) fill(r *http.Request) {
	for _, x := range f.Fields {
		if x.Type != "password" && !x.Fixed {
			x.Value = r.PostFormValue(x.Name)
		}
	}
}

// begin has the first field that is wrong be the one to begin with, if any is.
func (f *form) begin() {
	at := slices.IndexFunc(f.Fields, func(x *field) bool { return x.Problem != "" })
	for i, x := range f.Fields {
		if at >= 0 {
			x.Focus = i == at
		}
	}
}

// explain puts an error into the form, each part at the field that it names, and returns its status. It is 0 if the error
// isn't meant for people.
func (f *form) explain(w http.ResponseWriter, err error) (status int) {
	shown := new(api.Error)
	if !errors.As(err, &shown) {
		return 0
	}
	retryAfter(w, shown)
	for _, wrong := range shown.Fields {
		name, rest, _ := strings.Cut(strings.TrimPrefix(wrong.Pointer, "/"), "/")
		text := sentence(wrong.Detail)
		if at, err := strconv.Atoi(rest); err == nil {
			text = fmt.Sprintf("Entry %d %s.", at+1, wrong.Detail)
		}
		if x := f.field(name); x != nil {
			x.Problem = strings.TrimSpace(x.Problem + " " + text)
		} else {
			f.Problem = strings.TrimSpace(f.Problem + " " + name + ": " + text)
		}
	}
	if len(shown.Fields) == 0 {
		f.Problem = shown.Detail
	}
	for _, x := range f.Fields {
		x.Focus = false
	}
	f.begin()
	return shown.Code.Status()
}

// field returns the field with a name, or nil.
func (f *form) field(name string) *field {
	for _, x := range f.Fields {
		if x.Name == name {
			return x
		}
	}
	return nil
}

// sentence makes one of what goes on from a field's name elsewhere.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
