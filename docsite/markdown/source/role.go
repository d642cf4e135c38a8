package source

import (
	"path"
	"strings"
)

// role is what a tag stands for, whoever's it is.
type role int

const (
	unknown role = iota
	callout
	tabs
	tab
	codeGroup
	details
	steps
	step
	picture
	reference // the address of another page, within a link
	code
	media
	include
	value // of a setting
	comment
	card
	link
	field  // one of an API
	entry  // of a changelog
	frame  // of a picture, with its caption
	words  // what an attribute says stands beside its own
	bare   // it says nothing about its words
	hidden // it has no words: an icon, a list made of other pages
)

// roles are the names that themes and frameworks have in common, in lower case.
var roles = map[string]role{
	"note": callout, "tip": callout, "info": callout, "important": callout, "warning": callout, "caution": callout, "danger": callout,
	"success": callout, "hint": callout, "alert": callout, "callout": callout, "admonition": callout, "notice": callout, "aside": callout,
	"check": callout, "error": callout, "warn": callout, "pageinfo": callout, "infobox": callout,
	"tabs": tabs, "tabpane": tabs, "tabgroup": tabs, "codetabs": tabs, "tab": tab, "tabitem": tab, "codetab": tab, "tabs.tab": tab,
	"codegroup": codeGroup, "code-group": codeGroup,
	"details": details, "expand": details, "accordion": details, "expandable": details, "collapse": details, "collapsible": details, "spoiler": details,
	"steps": steps, "stepper": steps, "step": step,
	"figure": picture, "img": picture, "image": picture, "imgproc": picture, "picture": picture, "themedimage": picture,
	"ref": reference, "relref": reference, "post_url": reference,
	"highlight": code, "code": code, "code-toggle": code, "codeblock": code,
	"youtube": media, "vimeo": media, "tweet": media, "x": media, "instagram": media, "gist": media, "video": media, "embed": media,
	"include": include, "readfile": include, "include_relative": include, "import": include, "snippet": include,
	"param": value, "_param": value,
	"comment": comment,
	"card":    card, "linkcard": card, "link-card": card, "cards.card": card,
	"link": link, "a": link, "button": link, "linkbutton": link,
	"paramfield": field, "responsefield": field, "property": field,
	"update": entry,
	"raw":    bare, "fragment": bare, "div": bare, "cards": bare, "cardgroup": bare, "cardgrid": bare, "columns": bare, "column": bare, "kbd": bare,
	"accordiongroup": bare, "accordions": bare, "requestexample": bare, "responseexample": bare, "panel": bare, "properties": bare, "filetree": bare, "content-ref": bare,
	"badge": words, "tooltip": words, "frame": frame,
	"icon": hidden, "toc": hidden, "tableofcontents": hidden, "doccardlist": hidden, "head": hidden, "script": hidden, "style": hidden,
}

// element writes what a tag of another generator's becomes.
func (r *reader) element(t tag) {
	if t.closing {
		r.closeTag(t)
		r.skipTo(t.end)
		return
	}
	paired := !t.single && r.paired(t)
	switch of := roles[t.name]; of {
	case callout:
		r.callout(t, paired)
	case tabs, tab, codeGroup, steps, step, details:
		r.part(t, of, paired)
	case picture:
		r.picture(t)
		if paired {
			r.push(t, "")
		}
	case reference:
		r.write(strings.ReplaceAll(strings.Trim(t.arg(0)+t.attr("path"), `"`), " ", "%20"))
	case code:
		r.codeBlock(t, paired)
	case media:
		r.media(t)
	case include:
		r.skipTo(t.end)
		r.includeTag(t)
		return
	case value:
		r.warn(t.name, "settings such as %q are not known here; the name is shown", t.arg(0))
		r.write(t.arg(0))
	case comment:
		r.comment(t, paired)
		return
	case card, link:
		r.link(t, of, paired)
	case field, entry, frame, words:
		r.labelled(t, of, paired)
	case bare:
		if paired {
			r.push(t, "")
		}
	case hidden:
		if paired {
			r.comment(t, true)
			return
		}
	default:
		r.unknown(t, paired)
	}
	r.skipTo(t.end)
}

// callout is ":::note Title" and its text.
func (r *reader) callout(t tag, paired bool) {
	kind, args := t.name, t.args
	if k := t.attr("type", "variant", "color", "style", "level", "kind", "icon", "theme", "context"); k != "" {
		kind = strings.ToLower(k)
	} else if len(args) > 0 && roles[strings.ToLower(args[0])] == callout {
		kind, args = strings.ToLower(args[0]), args[1:]
	}
	title := t.attr("title", "header", "heading", "titl")
	if title == "" && paired && t.family != component {
		title = strings.Join(args, " ")
		args = nil
	}
	r.block(strings.TrimSpace(":::" + calloutKind(kind) + " " + oneLine(title)))
	if paired {
		r.push(t, ":::")
		return
	}
	r.block(oneLine(strings.Join(args, " ") + t.attr("content", "text", "children")))
	r.block(":::")
}

// calloutKind is one of the kinds that directives know.
func calloutKind(kind string) string {
	switch kind {
	case "tip", "success", "hint", "check", "green", "lightbulb":
		return "tip"
	case "important", "primary":
		return "important"
	case "warning", "warn", "yellow", "orange":
		return "warning"
	case "danger", "caution", "error", "red", "failure", "bug":
		return "caution"
	}
	return "note"
}

// part is a container that holds or is one of several.
func (r *reader) part(t tag, of role, paired bool) {
	title := oneLine(t.attr("label", "title", "header", "name", "summary", "value"))
	if t.family != component { // whose words without a value are switches: <TabItem default>
		title += oneLine(t.arg(0))
	}
	if !paired {
		if of == step || of == details || of == tab {
			r.block(strings.TrimSpace("**" + title + "** " + oneLine(t.attr("content", "text"))))
		}
		return
	}
	switch of {
	case tabs:
		r.block(":::tabs")
		c := r.push(t, ":::")
		// Docsy's panes hold code unless they say that they don't.
		c.raw = false
		if items := t.attr("items"); items != "" {
			c.items = strings.Split(items, ",")
		}
		if t.name == "tabpane" && t.attr("text") != "true" {
			c.name += " code " + t.attr("lang")
		}
	case codeGroup:
		r.block(":::code-group")
		r.push(t, ":::")
	case steps:
		r.block(":::steps")
		r.push(t, ":::")
	case details:
		r.block(":::details " + orElse(title, "Details"))
		r.push(t, ":::")
	case step:
		r.block("1. **" + orElse(title, "Step") + "**")
		r.newLine()
		r.push(t, "").shift = 3
	case tab:
		r.block("== " + orElse(orElse(title, r.item()), "Tab"))
		r.pane(t)
	}
}

// pane opens a tab, whose text may be code without a fence.
func (r *reader) pane(t tag) {
	language, ok := "", false
	for i := len(r.stack) - 1; i >= 0 && !ok; i-- {
		if roles[strings.Fields(r.stack[i].name)[0]] == tabs {
			_, language, ok = strings.Cut(r.stack[i].name, " code")
			break
		}
	}
	text := r.s[t.end:]
	if n := strings.Index(text, "/"+t.raw); n >= 0 {
		text = text[:n]
	}
	if !ok || strings.Contains(text, "```") || t.attr("text") == "true" || strings.TrimSpace(text) == "" {
		r.push(t, "")
		return
	}
	r.block("```" + strings.TrimSpace(orElse(t.attr("lang"), language)))
	r.push(t, "```").raw = true
}

// codeBlock is a fence.
func (r *reader) codeBlock(t tag, paired bool) {
	info := t.attr("lang", "language")
	if info == "" && t.name == "highlight" {
		info = t.arg(0)
	}
	if info == "" && t.name == "code-toggle" {
		info = "yaml"
	}
	if title := t.attr("title", "filename", "file"); title != "" && t.name != "code-toggle" {
		info += ` title="` + strings.ReplaceAll(title, `"`, "'") + `"`
	}
	switch {
	case paired && strings.Contains(r.s[t.end:min(len(r.s), t.end+8)], "```"):
		r.push(t, "")
	case paired:
		r.block("```" + oneLine(info))
		r.push(t, "```").raw = true
	default:
		r.unknown(t, false)
	}
}

// picture is an image; its caption is the title.
func (r *reader) picture(t tag) {
	alt, caption := t.attr("alt"), t.attr("caption", "title")
	src := orElse(t.attr("src", "source", "link"), t.arg(0))
	if src == "" {
		r.write(orElse(alt, caption))
		return
	}
	out := "![" + bracketed(orElse(alt, caption)) + "](<" + strings.Trim(oneLine(src), "<>") + ">"
	if caption != "" {
		out += ` "` + strings.ReplaceAll(oneLine(caption), `"`, `\"`) + `"`
	}
	r.write(out + ")")
}

// media is a link to what can't be shown without asking others for it.
func (r *reader) media(t tag) {
	id := orElse(t.arg(0), t.attr("id", "src", "url"))
	to, words := id, "Video"
	switch t.name {
	case "youtube":
		to, words = "https://www.youtube.com/watch?v="+id, "Video on YouTube"
	case "vimeo":
		to, words = "https://vimeo.com/"+id, "Video on Vimeo"
	case "instagram":
		to, words = "https://www.instagram.com/p/"+id+"/", "Post on Instagram"
	case "tweet", "x":
		to, words = "https://x.com/"+orElse(t.attr("user"), "i")+"/status/"+id, "Post on X"
	case "gist":
		to, words = "https://gist.github.com/"+id+"/"+t.arg(1), "Gist"
	}
	if strings.Contains(id, "://") {
		to = id
	}
	if id == "" {
		return
	}
	r.write("[" + bracketed(orElse(t.attr("title"), words)) + "](<" + strings.Trim(oneLine(to), "<>") + ">)")
}

// link is a link, or a card that is one.
func (r *reader) link(t tag, of role, paired bool) {
	to := strings.Trim(oneLine(t.attr("href", "to", "link", "url")), "<>")
	title := bracketed(t.attr("title", "label", "text"))
	switch {
	case of == card:
		words := "**" + title + "**"
		if to != "" {
			words = "**[" + orElse(title, to) + "](<" + to + ">)**"
		}
		if text := oneLine(t.attr("description", "desc", "subtitle")); text != "" {
			words += ": " + text
		}
		r.block(words)
		r.newLine()
		if paired {
			r.push(t, "")
		}
	case paired && to != "":
		r.write("[")
		r.push(t, "](<"+to+">)").inline = true
	case paired:
		r.push(t, "")
	case to != "":
		r.write("[" + orElse(title, to) + "](<" + to + ">)")
	}
}

// comment leaves out a tag and all up to its end.
func (r *reader) comment(t tag, paired bool) {
	if !paired {
		r.skipTo(t.end)
		return
	}
	rest := r.s[t.end:]
	for _, end := range []string{"/" + t.raw, "end" + t.raw} {
		if n := strings.Index(rest, end); n >= 0 {
			shut := strings.IndexByte(rest[n:], '>')
			if t.family != component {
				shut = strings.IndexByte(rest[n:], '}') + 1
			}
			r.skipTo(t.end + n + shut + 1)
			return
		}
	}
	r.skipTo(t.end)
}

// unknown leaves the words of a tag that nothing here is like.
func (r *reader) unknown(t tag, paired bool) {
	name := map[family]string{shortcode: "shortcode {{< " + t.raw + " >}}", component: "component <" + t.raw + ">", liquid: "tag {% " + t.raw + " %}"}[t.family]
	r.warn(t.raw, "the %s is not known here; only its words are shown", name)
	switch {
	case paired:
		r.push(t, "")
	case t.family == shortcode && len(t.args) > 0:
		r.write(oneLine(strings.Join(t.args, " ")))
	case t.family != liquid:
		r.write(oneLine(t.attr("title", "label", "text", "name", "alt")))
	}
}

// includeTag puts the file in that a tag names.
func (r *reader) includeTag(t tag) {
	name := orElse(t.attr("file", "src", "path", "filename"), t.arg(0))
	if name != "" && (path.Ext(name) == "" && t.family == shortcode || path.Ext(name) == ".md" || path.Ext(name) == ".mdx") {
		if path.Ext(name) == "" {
			name += ".md"
		}
		// Docsy and Jekyll have a folder for what is included.
		r.include(name, "_includes/"+name, "/_includes/"+name)
		return
	}
	r.warn("include "+name, "cannot include %q; it is left out", name)
	r.write(oneLine(t.attr("content", "text")))
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// oneLine keeps what comes from an attribute from being more than words.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// bracketed is text that may stand in square brackets.
func bracketed(s string) string {
	return strings.NewReplacer("[", `\[`, "]", `\]`).Replace(oneLine(s))
}
