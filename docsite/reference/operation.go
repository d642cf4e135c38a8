package reference

import (
	"net/http"
	"strconv"
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// operation writes the page of an operation or a webhook: on one side what one reads, on the other what one does.
func (w *writer) operation(op *document.Operation) {
	call := request.Of(op)
	w.raw("<div class=\"operation\">\n<header class=\"op-head\">\n")
	w.element("<h1>", title(op), "</h1>\n")
	w.path(op)
	if op.Deprecated {
		w.raw("<div class=\"callout callout-warning\" role=\"note\"><p class=\"callout-title\">Deprecated</p><p>This operation will go away. Use another one where you can.</p></div>\n")
	}
	w.markdown("prose op-text", op.Description, op.Source)
	w.externalDocs(op.ExternalDocs)
	w.operationFacts(call)
	w.raw("</header>\n")
	if op.Webhook == "" {
		w.raw("<div class=\"op-side\">\n")
		w.samples(call, "sample")
		w.tryIt(call)
		w.raw("</div>\n")
	} else {
		w.webhookSide(op)
	}
	w.raw("<div class=\"op-words\">\n")
	w.contract(call, "")
	w.callbacks(op)
	w.raw("</div>\n</div>\n")
}

// path is the method and the path, to be copied.
func (w *writer) path(op *document.Operation) {
	w.raw(`<div class="op-path code">`)
	w.method(op.Method)
	if op.Webhook != "" {
		w.element("<pre><code>", op.Webhook, "</code></pre></div>\n")
		return
	}
	w.element("<pre><code>", op.Path, `</code></pre><button type="button" class="copy needs-js" data-copy>Copy<span class="unseen"> the path</span></button></div>`+"\n")
}

// contract is what is sent and what is answered. Its ids start with the prefix.
func (w *writer) contract(c *request.Call, prefix string) {
	if prefix == "" {
		w.room = len(w.b) + pageRoom
	}
	w.mode = schema.Request
	w.parameters(c, prefix)
	w.body(c, prefix)
	w.mode = schema.Response
	w.responses(c.Operation, prefix)
}

// webhookSide shows what a webhook sends, where an operation has its samples.
func (w *writer) webhookSide(op *document.Operation) {
	if op.Body == nil {
		return
	}
	w.raw("<div class=\"op-side\">\n<section class=\"op-samples\" aria-labelledby=\"payload\">\n<h2 id=\"payload\" class=\"unseen\">Example of what arrives</h2>\n")
	w.ids["payload"] = true
	for _, content := range op.Body.Contents {
		w.examples(content, schema.Response, true)
	}
	w.raw("</section>\n</div>\n")
}

// callbacks are the requests that the API makes because of this one.
func (w *writer) callbacks(op *document.Operation) {
	if len(op.Callbacks) == 0 {
		return
	}
	w.raw("<section aria-labelledby=\"callbacks\">\n")
	w.heading(2, w.id("callbacks"), "Callbacks")
	for _, c := range op.Callbacks {
		for _, called := range c.Operations {
			id := w.id("callback-" + c.Name)
			w.element(`<details class="response callback" id="`, id, `"><summary>`)
			w.method(called.Method)
			w.element(` <span class="response-meaning">`, c.Name, "</span></summary>\n<div class=\"response-body\">\n")
			w.element("<p>Sent to <code>", c.Expression, "</code></p>\n")
			w.markdown("field-text", orText(called.Description, called.Summary), called.Source)
			w.contract(request.Of(called), id+".")
			w.raw("</div>\n</details>\n")
		}
	}
	w.raw("</section>\n")
}

// samples are the code samples as tabs.
func (w *writer) samples(c *request.Call, group string) {
	all := w.r.samplesOf(c)
	if len(all) == 0 {
		return
	}
	w.ids["samples"] = true
	w.raw("<section class=\"op-samples\" aria-labelledby=\"samples\">\n<h2 id=\"samples\" class=\"unseen\">Code samples</h2>\n<div class=\"tabs\" role=\"radiogroup\" aria-label=\"Language\">\n")
	for i, s := range all {
		id := w.id("tab-" + group + "-" + s.ID)
		w.element(`<input type="radio" class="tab-input" name="tab-`, group, `"`)
		w.element(` id="`, id, `"`)
		w.element(` value="`, s.ID, `"`)
		if i == 0 {
			w.raw(" checked")
		}
		w.element(`><label class="tab" for="`, id, `">`)
		w.text(s.Label)
		w.raw("</label>\n<div class=\"tab-pane\">\n", w.r.opts.Highlight(s.Language, s.Code), "</div>\n")
	}
	w.raw("</div>\n</section>\n")
}

// title is the summary, or what the operation is called.
func title(op *document.Operation) string {
	switch {
	case strings.TrimSpace(op.Summary) != "":
		return strings.TrimSuffix(strings.TrimSpace(op.Summary), ".")
	case op.OperationID != "":
		return op.OperationID
	case op.Webhook != "":
		return op.Webhook
	}
	return op.Method + " " + op.Path
}

// label is short, for the sidebar: the name that programmers search for, if the author gave one.
func label(op *document.Operation) string {
	if op.OperationID != "" && op.Group != nil {
		return strings.TrimPrefix(op.OperationID, op.Group.Slug+".")
	}
	return title(op)
}

func describe(op *document.Operation) string {
	if text := plainText(op.Description); text != "" {
		return text
	}
	return title(op) + ": " + op.Method + " " + op.Path
}

// operationFacts are who may call, what it costs, and what makes a retry safe.
func (w *writer) operationFacts(c *request.Call) {
	op := c.Operation
	mark := len(w.b)
	w.raw("<dl class=\"op-facts\">\n")
	start := len(w.b)
	if role := op.Node.Get("x-role").Text(); role != "" {
		w.element("<div><dt>Who may call it</dt><dd>Accounts with the role <code>", role, "</code></dd></div>\n")
	}
	if stability := op.Node.Get("x-stability").Text(); stability != "" {
		w.element("<div><dt>Stability</dt><dd>", stability, "</dd></div>\n")
	}
	if op.Webhook == "" && len(w.r.doc.SecuritySchemes) > 0 || len(c.Security) > 0 {
		w.raw("<div><dt>Authorization</dt><dd>")
		w.authorization(c)
		w.raw("</dd></div>\n")
	}
	if text := cost(op); text != "" {
		w.element("<div><dt>Rate limit</dt><dd>", text, "</dd></div>\n")
	}
	if c.Idempotent() {
		w.raw("<div><dt>Idempotency</dt><dd>Send an <a href=\"#header.Idempotency-Key\"><code>Idempotency-Key</code></a> and a retry does nothing twice</dd></div>\n")
	}
	if c.BodyLimit > 0 {
		w.raw("<div><dt>Body</dt><dd>Up to ", bytesWords(c.BodyLimit), "</dd></div>\n")
	}
	if own := ownServers(w.r.doc, op); len(own) > 0 {
		w.raw("<div><dt>Server</dt><dd>")
		for i, server := range own {
			if i > 0 {
				w.raw(", ")
			}
			w.element("<code>", request.ServerURL(server), "</code>")
		}
		w.raw("</dd></div>\n")
	}
	if len(w.b) == start {
		w.b = w.b[:mark]
		return
	}
	w.raw("</dl>\n")
}

// ownServers are the operation's, where they aren't the document's.
func ownServers(doc *document.Document, op *document.Operation) []*document.Server {
	if len(op.Servers) == 0 || len(doc.Servers) > 0 && op.Servers[0] == doc.Servers[0] {
		return nil
	}
	return op.Servers
}

// cost says what a call takes from the caller's budget: x-rate-limit-cost, or one request where answers carry the
// RateLimit header.
func cost(op *document.Operation) string {
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

// bytesWords says 16 MiB.
func bytesWords(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return strconv.FormatInt(n>>20, 10) + " MiB"
	case n >= 1<<10 && n%(1<<10) == 0:
		return strconv.FormatInt(n>>10, 10) + " KiB"
	}
	return schema.Group(strconv.FormatInt(n, 10)) + " bytes"
}

// statusWords is the meaning of a status, or of several: "Not Found", "Any other status".
func statusWords(status string) string {
	if status == "default" {
		return "Any other status"
	}
	if len(status) == 3 && status[0] >= '1' && status[0] <= '5' && strings.EqualFold(status[1:], "XX") {
		return "Any status from " + status[:1] + "00 to " + status[:1] + "99"
	}
	n, err := strconv.Atoi(status)
	if err != nil {
		return ""
	}
	return StatusText(n)
}

// StatusText is the meaning of a status in today's words: package http keeps the names that RFC 9110 replaced.
func StatusText(status int) string {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return "Content Too Large"
	case http.StatusUnprocessableEntity:
		return "Unprocessable Content"
	case http.StatusRequestedRangeNotSatisfiable:
		return "Range Not Satisfiable"
	}
	return http.StatusText(status)
}
