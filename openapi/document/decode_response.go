package document

import (
	"slices"
	"strings"
)

// requestBody reads a body, once.
func (r *reader) requestBody(written *Node) *RequestBody {
	n := r.deref(written)
	if n.Kind() != Object {
		if n != nil {
			r.warn(n, "requestBody has to be an object")
		}
		return nil
	}
	body := r.bodies[n]
	if body == nil {
		body = r.newBody(n)
		r.bodies[n] = body
	}
	if text := described(written, n); text != "" {
		other := *body
		other.Description = text
		return &other
	}
	return body
}

func (r *reader) newBody(n *Node) *RequestBody {
	r.checkMembers(n, "a request body", bodyMembers)
	return &RequestBody{Description: r.text(n, "description"), Required: r.flag(n, "required"), Contents: r.contents(n), Source: r.position(n)}
}

func (r *reader) contents(n *Node) []*Content {
	var all []*Content
	for mediaType, written := range r.object(n, "content").Members() {
		if extension(mediaType) {
			continue
		}
		if !r.spend(1) {
			break
		}
		all = append(all, r.content(mediaType, written))
	}
	return all
}

// content reads a body in one media type.
func (r *reader) content(mediaType string, written *Node) *Content {
	c := r.contentOnly(mediaType, written)
	for name, encoding := range r.object(c.Node, "encoding").Members() {
		r.checkMembers(encoding, "an encoding", encodingMembers)
		e := &Encoding{
			Name: name, ContentType: r.text(encoding, "contentType"), Style: r.text(encoding, "style"),
			AllowReserved: r.flag(encoding, "allowReserved"), Headers: r.headers(encoding),
		}
		e.Explode = e.Style == "form" || e.Style == ""
		if encoding.Get("explode") != nil {
			e.Explode = r.flag(encoding, "explode")
		}
		c.Encodings = append(c.Encodings, e)
	}
	return c
}

// contentOnly reads a content without its encodings. Those have headers, which have contents: a parameter's or a
// header's content ends here, or it might be part of itself.
func (r *reader) contentOnly(mediaType string, written *Node) *Content {
	n := r.deref(written)
	c := &Content{MediaType: mediaType, Node: n}
	if n.Kind() != Object {
		if n != nil {
			r.warn(n, "what a body is in %s has to be an object with a schema", mediaType)
		}
		return c
	}
	r.checkMembers(n, "a media type", contentMembers)
	if !strings.Contains(mediaType, "/") {
		r.warn(n, "%q is no media type, such as application/json", mediaType)
	}
	c.Schema, c.ItemSchema, c.Examples = r.schema(n.Get("schema")), r.schema(n.Get("itemSchema")), r.examples(n)
	return c
}

func (r *reader) headers(n *Node) []*Parameter {
	var all []*Parameter
	for name, written := range r.object(n, "headers").Members() {
		if !r.spend(1) {
			break
		}
		if h := r.header(name, written); h != nil {
			all = append(all, h)
		}
	}
	return all
}

// responses reads them by status: ranges after it, "default" last.
func (r *reader) responses(n *Node) []*Response {
	var all []*Response
	for status, written := range r.object(n, "responses").Members() {
		if extension(status) {
			continue
		}
		found := r.deref(written)
		if found.Kind() != Object {
			if found != nil {
				r.warn(found, "a response has to be an object")
			}
			continue
		}
		if !r.spend(1) {
			break
		}
		if !isStatus(status) {
			r.warn(written, "%q is no status; it can be 200, 2XX or default", status)
		}
		response := r.response(n, found)
		if response.Status != status || written != found {
			other := *response
			other.Status = status
			if text := described(written, found); text != "" {
				other.Description = text
			}
			response = &other
		}
		all = append(all, response)
	}
	slices.SortStableFunc(all, func(a, b *Response) int { return strings.Compare(statusOrder(a.Status), statusOrder(b.Status)) })
	return all
}

// response reads what can be referred to, once: all but the status. What it is in Swagger 2.0 depends on the operation.
func (r *reader) response(op, n *Node) *Response {
	response := r.responsesBy[n]
	if response == nil {
		response = &Response{
			Summary: r.text(n, "summary"), Description: r.text(n, "description"), Headers: r.headers(n), Links: r.links(n), Source: r.position(n),
		}
		if r.swagger {
			r.checkMembers(n, "a response", swaggerAnswers)
		} else {
			r.checkMembers(n, "a response", responseMembers)
			response.Contents = r.contents(n)
		}
		if schema := n.Get("schema"); schema != nil && !r.swagger && len(response.Contents) == 0 {
			response.Contents = []*Content{{MediaType: "application/json", Schema: r.schema(schema), Node: n}}
		}
		r.responsesBy[n] = response
	}
	if r.swagger {
		other := *response
		other.Contents = r.swaggerContents(op, n)
		response = &other
	}
	return response
}

// isStatus reports 200, 2XX and default.
func isStatus(s string) bool {
	if s == "default" {
		return true
	}
	return len(s) == 3 && s[0] >= '1' && s[0] <= '9' &&
		(strings.EqualFold(s[1:], "XX") || s[1] >= '0' && s[1] <= '9' && s[2] >= '0' && s[2] <= '9')
}

func statusOrder(status string) string {
	if status == "default" {
		return "~~" // after everything
	}
	return strings.ReplaceAll(strings.ToUpper(status), "X", "~")
}

func (r *reader) links(n *Node) []*Link {
	var all []*Link
	for name, written := range r.object(n, "links").Members() {
		found := r.deref(written)
		if found.Kind() != Object {
			continue
		}
		r.checkMembers(found, "a link", linkMembers)
		l := &Link{Name: name, Description: r.text(found, "description"), Target: r.text(found, "operationId"), Body: found.Get("requestBody")}
		if l.Target == "" {
			l.Target = r.text(found, "operationRef")
		}
		for parameter, value := range r.object(found, "parameters").Members() {
			l.Parameters = append(l.Parameters, NamedText{parameter, value.Text()})
		}
		if server := found.Get("server"); server.Kind() == Object {
			l.Server = r.server(server)
		}
		r.openLinks = append(r.openLinks, openLink{l, found})
		all = append(all, l)
	}
	return all
}

// openLink is a link whose operation may not have been read yet.
type openLink struct {
	link *Link
	node *Node
}

// resolveLinks finds the operations that links lead to.
func (r *reader) resolveLinks() {
	byID := map[string]*Operation{}
	for _, op := range r.doc.Operations {
		if op.OperationID != "" {
			byID[op.OperationID] = op
		}
	}
	for _, o := range r.openLinks {
		if o.link.Operation = byID[o.link.Target]; o.link.Operation == nil && o.node.Get("operationRef") != nil {
			if n, err := r.resolve(o.node.Get("operationRef")); err == nil {
				o.link.Operation = r.operationsBy[n]
			}
		}
		if o.link.Operation == nil {
			r.warn(o.node, "the link leads to no operation of this document: %q", o.link.Target)
		}
	}
}
