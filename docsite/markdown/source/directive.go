package source

import (
	"regexp"
	"strings"
)

var (
	includeLine = regexp.MustCompile(`^:::\s*include[ \t]+(?:"([^"]+)"|(\S+))[ \t]*(?::::)?\s*$`)
	docfxInline = regexp.MustCompile(`^\[!(?i:include)\s*\[[^\]]*\]\(([^)\s]+)\)\s*\]\s*$`)
	docfxCode   = regexp.MustCompile(`^\[!code(?:-([\w#+.-]+))?\s*\[[^\]]*\]\(([^)\s#?]+)(?:#([\w-]+)|\?(\S+))?\)\s*\]\s*$`)
	docfxBlock  = regexp.MustCompile(`^:::\s*(image|image-end|row|row-end|column|column-end|zone|zone-end|moniker|moniker-end|code|no-loc|video)\b([^:]*(?::[^:]+)*?):::\s*$`)
	mkdocsBlock = regexp.MustCompile(`^(!!!|\?\?\?\+?)\s+([\w-]+)(?:\s+[\w-]+)*(?:\s+"(.*)")?\s*$`)
	mkdocsTab   = regexp.MustCompile(`^===!?\s+"(.+)"\s*$`)
	snippet     = regexp.MustCompile(`^--8<--\s+"([^"]+)"\s*$`)
	vitePress   = regexp.MustCompile(`^<<<\s+@?(\S+?)(?:\{([^}]*)\})?\s*$`)
)

// directive handles a line that is an instruction as a whole: an inclusion, or a
// block of DocFX or MkDocs.
func (r *reader) directive(text string) bool {
	if len(text) < 4 || !beginsDirective(text[:4]) {
		return false
	}
	switch text[0] {
	case ':':
		if m := includeLine.FindStringSubmatch(text); m != nil {
			r.include(m[1] + m[2])
			return true
		}
		if m := docfxBlock.FindStringSubmatch(text); m != nil {
			r.docfx(m[1], m[2])
			return true
		}
	case '[':
		if m := docfxInline.FindStringSubmatch(text); m != nil {
			r.include(m[1])
			return true
		}
		if m := docfxCode.FindStringSubmatch(text); m != nil {
			info := m[1] + ` file="` + m[2] + `"`
			if m[3] != "" {
				info += ` region="` + m[3] + `"`
			}
			r.block("```" + info)
			r.block("```")
			return true
		}
	case '-':
		if m := snippet.FindStringSubmatch(text); m != nil {
			r.include(m[1])
			return true
		}
	case '<':
		if m := vitePress.FindStringSubmatch(text); m != nil {
			info := m[1][strings.LastIndexByte(m[1], '.')+1:] + ` file="` + m[1] + `"`
			if m[2] != "" {
				info += " {" + strings.Trim(m[2], "{}") + "}"
			}
			r.block("```" + info)
			r.block("```")
			return true
		}
	default:
		return r.mkdocs(text)
	}
	return false
}

// beginsDirective tells most lines from those that are worth a closer look.
func beginsDirective(text string) bool {
	switch text {
	case "!!! ", "??? ", "???+", "--8<", "<<< ":
		return true
	}
	return strings.HasPrefix(text, ":::") || strings.HasPrefix(text, "===") || strings.HasPrefix(text, "[!")
}

// docfx is ":::image source="…":::" and its like. What only lays out is left out.
func (r *reader) docfx(name, rest string) {
	t, ok := parseTag(name+rest+">", ">", component)
	if !ok {
		return
	}
	switch name {
	case "image":
		t.set("src", t.attr("source"))
		t.set("alt", t.attr("alt-text"))
		r.picture(t)
	case "code":
		info := t.attr("language") + ` file="` + t.attr("source") + `"`
		if lines := t.attr("range"); lines != "" {
			info += ` lines="` + lines + `"`
		}
		if region := t.attr("id"); region != "" {
			info += ` region="` + region + `"`
		}
		r.block("```" + oneLine(info))
		r.block("```")
	case "video":
		r.media(tag{name: "video", attrs: map[string]string{"src": t.attr("source")}})
	default:
		r.warn(":::"+name, ":::%s::: only lays out a page elsewhere; it is left out", name)
	}
}

// mkdocs is an admonition or a tab, whose text is indented.
func (r *reader) mkdocs(text string) bool {
	if len(r.stack) >= deepest {
		return false
	}
	if m := mkdocsTab.FindStringSubmatch(text); m != nil {
		if n := len(r.stack); n == 0 || r.stack[n-1].name != "tab-group" || r.stack[n-1].open != r.indent {
			r.block(":::tabs")
			c := r.push(tag{family: mkdocs, name: "tab-group"}, ":::")
			c.python, c.inner = true, 0
		}
		r.block("== " + oneLine(m[1]))
		c := r.push(tag{family: mkdocs, name: "tab-pane"}, "")
		c.python, c.inner = true, 4
		return true
	}
	m := mkdocsBlock.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	kind, title := strings.ToLower(m[2]), oneLine(m[3])
	if m[1] == "!!!" {
		r.block(strings.TrimSpace(":::" + calloutKind(kind) + " " + title))
	} else {
		r.block(":::details " + orElse(title, strings.ToUpper(kind[:1])+kind[1:]))
	}
	c := r.push(tag{family: mkdocs, name: kind}, ":::")
	c.python, c.inner = true, 4
	return true
}
