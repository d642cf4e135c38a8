package reference

import (
	"strings"

	"wpengine/docsite/printable"
	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// operation writes the page of an operation or a webhook: on one side what one reads, on the other what one does.
func (w *writer) operation(op *document.Operation) {
	call := request.Of(op)
	w.raw("<div class=\"operation\">\n")
	w.operationHead(call, title(op))
	if !incoming(op) {
		w.raw("<div class=\"op-side\">\n")
		w.samples(call, "sample")
		if w.r.opts.TryIt {
			w.tryIt(call)
		}
		w.raw("</div>\n")
	} else {
		w.webhookSide(op)
	}
	w.raw("<div class=\"op-words\">\n")
	w.contract(call)
	w.raw("</div>\n</div>\n")
}

// operationHead is what an operation is.
func (w *writer) operationHead(c *request.Call, title string) {
	op := c.Operation
	w.element("<header class=\"op-head\">\n<h1>", title, "</h1>\n")
	w.path(op)
	if op.Deprecated {
		w.raw("<div class=\"callout callout-warning\" role=\"note\"><p class=\"callout-title\">Deprecated</p><p>This operation will go away. Use another one where you can.</p></div>\n")
	}
	w.markdown("prose op-text", op.Description, op.Source)
	w.externalDocs(op.ExternalDocs)
	w.terms(c)
	w.raw("</header>\n")
}

// whole writes the page with all that an operation takes and answers, where its own has no room for that.
func (w *writer) whole(op *document.Operation) {
	call := request.Of(op)
	w.limit = wholeWeight
	w.raw("<header class=\"op-head\">\n")
	w.element("<h1>", w.page.Title, "</h1>\n")
	w.path(op)
	w.raw(`<p class="op-docs">All that it takes and answers. <a`)
	w.href(w.page.of.Path)
	w.raw(">Its own page</a> has samples, and says what it is for.</p>\n</header>\n<div class=\"op-words op-whole\">\n")
	w.contract(call)
	w.raw("</div>\n")
}

// path is the method and the path, to be copied.
func (w *writer) path(op *document.Operation) {
	w.raw(`<div class="op-path code">`)
	w.method(op.Method)
	if incoming(op) {
		w.element("<pre><code>", op.Webhook, "</code></pre></div>\n")
		return
	}
	w.element("<pre><code>", op.Path, `</code></pre><button type="button" class="copy needs-js" data-copy>Copy<span class="unseen"> the path</span></button></div>`+"\n")
}

// contract is what is sent and what is answered.
func (w *writer) contract(c *request.Call) {
	full := w.limit
	w.limit = full * 3 / 4 // the answers need some room, too
	w.parameters(c, "")
	w.body(c, "")
	w.limit = full
	w.responses(c.Operation, "")
	w.callbacks(c.Operation)
}

// webhookSide shows what a webhook sends, where an operation has its samples.
func (w *writer) webhookSide(op *document.Operation) {
	if op.Body == nil {
		return
	}
	w.ids["payload"] = true
	mark := len(w.b)
	w.raw("<div class=\"op-side\">\n<section class=\"op-samples\" aria-labelledby=\"payload\">\n<h2 id=\"payload\" class=\"unseen\">An example of what arrives</h2>\n")
	start := len(w.b)
	for i, g := range grouped(op.Body.Contents) {
		w.examples(contentPath("body", i, g), g.all[0], schema.Response, "", true)
	}
	if len(w.b) == start {
		w.b = w.b[:mark]
		return
	}
	w.raw("</section>\n</div>\n")
}

// callbacks are the requests that the API makes because of this one.
func (w *writer) callbacks(op *document.Operation) {
	if len(op.Callbacks) == 0 {
		return
	}
	id := w.id("callbacks")
	w.raw("<section aria-labelledby=\"", id, "\">\n")
	w.heading(2, id, "Callbacks")
	for _, c := range op.Callbacks {
		for _, called := range c.Operations {
			w.callback(c, called)
		}
	}
	w.raw("</section>\n")
}

func (w *writer) callback(c *document.Callback, called *document.Operation) {
	id := w.id("callback-" + c.Name)
	w.raw(`<details class="response callback"`)
	w.attr("id", id)
	w.raw("><summary>")
	w.method(called.Method)
	w.element(` <span class="response-meaning">`, c.Name, "</span></summary>\n<div class=\"response-body\">\n")
	if called.Summary != "" {
		w.element("<p>", called.Summary, "</p>\n")
	}
	w.markdown("field-text", called.Description, called.Source)
	w.element("<p class=\"field-same\">Sent to <code>", c.Expression, "</code></p>\n")
	call, prefix := request.Of(called), id+"."
	w.parameters(call, prefix)
	w.body(call, prefix)
	w.responses(called, prefix)
	w.raw("</div>\n</details>\n")
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
		w.raw(`<input type="radio" class="tab-input"`)
		w.attr("name", "tab-"+group)
		w.attr("value", s.ID)
		if s.Live {
			w.raw(" data-live")
		}
		w.tab(w.id("tab-"+group+"-"+s.ID), s.Label, i == 0)
		w.code(s.Language, s.Code)
		w.raw("</div>\n")
	}
	w.raw("</div>\n</section>\n")
}

// incoming reports a webhook or a callback: a request that the API makes.
func incoming(op *document.Operation) bool { return op.Group == nil }

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
	if text := printable.Sentence(op.Description); text != "" {
		return text
	}
	return title(op) + ": " + op.Method + " " + op.Path
}
