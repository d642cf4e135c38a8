package reference

import (
	"html/template"
	"strings"

	"wpengine/openapi"
)

type groupView struct {
	Title       string
	Description template.HTML
	Operations  []operationCard
}

type operationCard struct {
	Href, Name, Method, Summary string
	Deprecated                  bool
}

func (s *site) group(group *openapi.Group) (Page, error) {
	text, err := s.text(group.Description, group.Name)
	if err != nil {
		return Page{}, err
	}
	v := groupView{Title: group.Title, Description: text, Operations: cards(group)}
	body, err := s.execute("group.html", v)
	if err != nil {
		return Page{}, err
	}
	page := Page{
		Path: strings.TrimPrefix(groupPath(group), "/"), Title: group.Title, Description: plainText(group.Description),
		Nav: Nav{Group: group.Title, Label: "Overview"}, Body: body,
	}
	if page.Description == "" {
		page.Description = "The operations of " + group.Title + "."
	}
	if len(group.Operations) > 0 {
		page.File, page.Line = group.Operations[0].File, group.Operations[0].Line
	}
	return page, nil
}

func cards(group *openapi.Group) []operationCard {
	var all []operationCard
	for _, op := range group.Operations {
		c := operationCard{Href: operationPath(op), Name: label(op), Method: op.Method, Deprecated: op.Op.Deprecated}
		if c.Name != title(op) {
			c.Summary = title(op)
		}
		all = append(all, c)
	}
	return all
}
