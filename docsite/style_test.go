package docsite

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"wpengine/docsite/settings"
)

// TestStyleSheetsOfTheAuthorBringWhatTheyName: fonts and pictures beside a sheet, other sheets, and files of the content.
func TestStyleSheetsOfTheAuthorBringWhatTheyName(t *testing.T) {
	config := lookConfig(t, func(s *settings.Settings) {
		s.CSS, s.Favicon = []string{"brand/ours.css"}, "brand/mark.png"
	})
	config.Files = fstest.MapFS{
		"brand/mark.png": {Data: []byte("png")},
		"brand/ours.css": {Data: []byte(`@import "more.css";
@font-face { font-family: Acme; src: url(../fonts/acme.woff2?v=1#x) format("woff2"), url('data:font/woff2,"\41"'); }
/* url(not-there.png) */
body { background: url("/terms.pdf"); cursor: url( "nowhere.cur" ), auto; }
h1 { background: url(https://fonts.example/a.png); }
h2 { background: url(../../etc/passwd); }
h3 { background: url(/nowhere.png); mask: url(#mask); }
`)},
		"brand/more.css":    {Data: []byte("@import url(ours.css);\np { background: url(dot.png); }")},
		"brand/dot.png":     {Data: []byte("dot")},
		"fonts/acme.woff2":  {Data: []byte("font")},
		"brand/private.key": {Data: []byte("key")},
	}
	site := mustNew(t, config)
	page := get(t, site, "/docs/guides/start/")
	if !regexp.MustCompile(`<link rel="icon" href="../../assets/mark\.\w+\.png" type="image/png">`).MatchString(page) {
		t.Error("the page lacks its icon, or calls it a drawing")
	}
	sheet := regexp.MustCompile(`assets/ours\.\w+\.css`).FindString(page)
	css := get(t, site, "/docs/"+sheet)
	for _, want := range []string{
		`@import "more\.\w+\.css";`, `url\("(acme\.\w+\.woff2)\?v=1#x"\) format`, regexp.QuoteMeta(`url('data:font/woff2,"\41"')`),
		`/\* url\(not-there\.png\) \*/`, `url\("/terms\.pdf"\)|url\("\.\./terms\.pdf"\)`, `mask: url\(#mask\)`,
	} {
		m := regexp.MustCompile(want).FindStringSubmatch(css)
		if m == nil {
			t.Errorf("the sheet lacks %s:\n%s", want, css)
			continue
		}
		if len(m) > 1 && get(t, site, "/docs/assets/"+m[1]) != "font" {
			t.Errorf("%s is not there", m[1])
		}
	}
	more := regexp.MustCompile(`more\.\w+\.css`).FindString(css)
	if text := get(t, site, "/docs/assets/"+more); !regexp.MustCompile(`url\("dot\.\w+\.png"\)`).MatchString(text) {
		t.Errorf("the imported sheet has %s", text)
	}
	got := site.Problems().Error()
	for _, want := range []string{
		`sites/acme/brand/ours.css:4: "nowhere.cur": no file sites/acme/brand/nowhere.cur`,
		`sites/acme/brand/ours.css:5: "https://fonts.example/a.png" is elsewhere`,
		`sites/acme/brand/ours.css:6: "../../etc/passwd" is outside of the folder of docsite.yaml`,
		`sites/acme/brand/more.css:1: "ours.css" imports itself`,
		`sites/acme/docsite.yaml: a style sheet names /nowhere.png: no file content/nowhere.png`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("nobody says %s, but\n%s", want, got)
		}
	}
	if unused(t, site, "content/terms.pdf") {
		t.Error("a style sheet names terms.pdf")
	}
}
