package reference

import (
	"strconv"
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// terms are who may call an operation, what it costs, what makes a retry safe, and where it is.
func (w *writer) terms(c *request.Call) {
	op := c.Operation
	mark := len(w.b)
	w.raw("<dl class=\"op-facts\">\n")
	start := len(w.b)
	if op.OperationID != "" && op.OperationID != title(op) {
		w.element("<div><dt>Operation ID</dt><dd><code>", op.OperationID, "</code></dd></div>\n")
	}
	if role := op.Node.Get("x-role").Text(); role != "" {
		w.element("<div><dt>Who may call it</dt><dd>Accounts with the role <code>", role, "</code></dd></div>\n")
	}
	if stability := op.Node.Get("x-stability").Text(); stability != "" {
		w.element("<div><dt>Stability</dt><dd>", stability, "</dd></div>\n")
	}
	if w.hasAuthorization(c) {
		w.raw("<div><dt>Authorization</dt><dd>")
		w.authorization(c)
		w.raw("</dd></div>\n")
	}
	if text := priceOf(op); text != "" {
		w.element("<div><dt>Rate limit</dt><dd>", text, "</dd></div>\n")
	}
	if c.Idempotent() {
		w.raw("<div><dt>Idempotency</dt><dd>Send an <a href=\"#header.Idempotency-Key\"><code>Idempotency-Key</code></a> and a retry does nothing twice</dd></div>\n")
	}
	if c.BodyLimit > 0 {
		w.raw("<div><dt>Body</dt><dd>Up to ", BytesWords(c.BodyLimit), "</dd></div>\n")
	}
	if own := ownServers(w.r.doc, op); len(own) > 0 {
		w.raw("<div><dt>Server</dt><dd>")
		for _, server := range own {
			w.server(server)
		}
		w.raw("</dd></div>\n")
	}
	if len(w.b) == start {
		w.b = w.b[:mark]
		return
	}
	w.raw("</dl>\n")
}

// hasAuthorization reports whether there is something to say of who may call. What the API itself calls is under the
// security of the document only by an oversight.
func (w *writer) hasAuthorization(c *request.Call) bool {
	if incoming(c.Operation) {
		return len(c.Security) > 0 && c.Operation.Node.Get("security") != nil
	}
	return len(w.r.doc.SecuritySchemes) > 0 || len(c.Security) > 0
}

// ownServers are the operation's, where they aren't the document's.
func ownServers(doc *document.Document, op *document.Operation) []*document.Server {
	if len(op.Servers) == 0 || len(doc.Servers) > 0 && op.Servers[0] == doc.Servers[0] {
		return nil
	}
	return op.Servers
}

// priceOf says what a call takes from the caller's budget: x-rate-limit-cost, or one request where answers carry the
// RateLimit header.
func priceOf(op *document.Operation) string {
	switch n := op.Node.Get("x-rate-limit-cost"); n.Kind() {
	case document.Number:
		switch n.Text() {
		case "0":
			return "Costs nothing"
		case "1":
			return "Costs 1 request"
		}
		return "Costs " + schema.Number(n.Text()) + " requests"
	case document.String:
		return n.Text()
	case document.Null, document.Bool, document.Array, document.Object:
	}
	for _, r := range op.Responses {
		for _, h := range r.Headers {
			if strings.HasPrefix(r.Status, "2") && h.Name == "RateLimit" {
				return "Costs 1 request"
			}
		}
	}
	return ""
}

// BytesWords says 16 MiB.
func BytesWords(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return strconv.FormatInt(n>>20, 10) + " MiB"
	case n >= 1<<10 && n%(1<<10) == 0:
		return strconv.FormatInt(n>>10, 10) + " KiB"
	}
	return schema.Group(strconv.FormatInt(n, 10)) + " bytes"
}
