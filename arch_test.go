// Package wpengine holds no code: its one test says which folder may import which.
package wpengine

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed says which of our folders a folder may import. Imports run downhill, so a folder can
// be read after those it names; a new edge is a decision, made here with its reason.
var allowed = map[string][]string{
	// The ground floor.
	"openapi":          {},
	"openapi/document": {},
	"openapi/gogen":    {"openapi"},
	"content":          {},
	"assets":           {},
	"assets/bundle":    {"assets"},

	// The west wing: the docs site, for any spec and any content.
	"docsite": {
		"docsite/card", "docsite/collection", "docsite/colour", "docsite/crawler", "docsite/diagram", "docsite/feed", "docsite/markdown", "docsite/math",
		"docsite/misread", "docsite/outline", "docsite/panel", "docsite/printable", "docsite/redirect", "docsite/reference", "docsite/request", "docsite/search", "docsite/settings",
		"docsite/snippet", "docsite/spelling", "docsite/tryit", "docsite/typescript", "docsite/verify", "openapi/document",
	},
	"docsite/changes":         {"docsite/schema", "openapi/document"},
	"docsite/diagram":         {"docsite/colour", "docsite/diagram/layered", "docsite/printable"},
	"docsite/diagram/layered": {},
	"docsite/highlight":       {"docsite/printable"},
	"docsite/markdown":        {"docsite/highlight", "docsite/markdown/source", "docsite/misread", "docsite/printable"},
	"docsite/markdown/source": {},
	"docsite/math":            {"docsite/printable"},
	"docsite/misread":         {},
	"docsite/printable":       {},
	"docsite/reference":       {"docsite/printable", "docsite/request", "docsite/sample", "docsite/schema", "openapi/document"},
	"docsite/search":          {"docsite/request", "docsite/schema", "openapi/document"},
	"docsite/panel":           {"docsite/printable", "docsite/request", "docsite/sample", "docsite/schema", "openapi/document"}, // how samples get their keys
	"docsite/request":         {"docsite/schema", "openapi/document"},
	"docsite/sample":          {"docsite/request", "docsite/schema", "openapi/document"},
	"docsite/schema":          {"openapi/document"},
	"docsite/snippet":         {"docsite/request", "docsite/spelling", "docsite/verify", "openapi/document"},
	"docsite/tryit":           {"docsite/reference", "docsite/request", "openapi/document"}, // what a status means
	"docsite/verify":          {"docsite/schema", "openapi/document"},

	// What stands around the pages of that site.
	"docsite/card":       {"docsite/colour"},
	"docsite/collection": {"docsite/request", "docsite/schema", "openapi/document"},
	"docsite/colour":     {},
	"docsite/crawler":    {},
	"docsite/feed":       {},
	"docsite/gitdates":   {},
	"docsite/outline":    {"docsite/request", "docsite/schema", "openapi/document"},
	"docsite/redirect":   {},
	"docsite/settings":   {"docsite/colour", "docsite/misread", "docsite/printable", "docsite/spelling"},
	"docsite/spelling":   {},
	"docsite/typescript": {"docsite/request", "docsite/schema", "openapi/document"},
	"docsite/starter":    {"docsite/settings", "openapi/document"},

	// The east wing: the service.
	"engine": {
		"engine/account", "engine/account/audit", "engine/account/factor", "engine/account/openid", "engine/account/passkey", "engine/account/session", "engine/account/throttle", "engine/api", "engine/apikey", "engine/dashboard", "engine/handset", "engine/outbound", "engine/proxypool", "engine/ratelimit",
		"engine/rpc", "engine/sandbox", "engine/store", "engine/usage", "engine/whatsapp", "openapi",
	},
	"engine/account":             {"engine/account/audit", "engine/account/throttle", "engine/api", "engine/store"},
	"engine/account/audit":       {"engine/api", "engine/store"},
	"engine/account/factor":      {"engine/account/audit", "engine/account/pending", "engine/account/throttle", "engine/api", "engine/seal", "engine/store"},
	"engine/account/openid":      {"engine/account", "engine/account/pending", "engine/account/throttle", "engine/api", "engine/outbound"},
	"engine/account/passkey":     {"engine/account/audit", "engine/account/pending", "engine/account/throttle", "engine/api", "engine/seal", "engine/store"},
	"engine/account/pending":     {},
	"engine/account/session":     {"engine/api", "engine/store"},
	"engine/account/throttle":    {"engine/api", "engine/store"}, // how a refusal is said; what outlives a restart
	"engine/api":                 {},
	"engine/apikey":              {"engine/account/audit", "engine/api", "engine/store"},
	"engine/dashboard":           {"engine/account", "engine/account/audit", "engine/account/factor", "engine/account/openid", "engine/account/passkey", "engine/account/pending", "engine/account/session", "engine/account/throttle", "engine/api", "engine/proxypool", "engine/qrcode", "engine/seal", "engine/store", "engine/usage", "engine/web", "openapi"}, // how lists of proxies are read, and what one person has of addresses; rows of accounts, as the services return them; which operations a key may be for
	"engine/handset":             {"engine/api", "engine/web"},                                                                                                                                                                                                                                                                                                     // a page that calls the API like everybody else; its phones and keys are given to it
	"engine/outbound":            {},
	"engine/proxypool":           {"engine/account/audit", "engine/api", "engine/outbound", "engine/seal", "engine/store"}, // the way through a proxy, and which addresses are private
	"engine/qrcode":              {},
	"engine/ratelimit":           {},
	"engine/rpc":                 {"engine/api", "engine/ratelimit", "engine/seal", "engine/store", "engine/web", "openapi"}, // a budget's decision and a stored answer, as they are
	"engine/sandbox":             {"engine/api", "engine/store"},
	"engine/sandbox/drift":       {},
	"engine/sandbox/sandboxtest": {"engine/sandbox"}, // for the tests of others, who have no other part of the engine
	"engine/seal":                {},
	"engine/store":               {},
	"engine/usage":               {"engine/store"},
	"engine/web":                 {},
	"engine/whatsapp":            {"engine/api", "engine/outbound", "engine/qrcode", "engine/store"}, // files that callers name by URL

	// What tests share: nothing that is built may import it.
	"e2e/testkit/chromium": {},
	"e2e/testkit/corpus":   {},
	"e2e/testkit/echo":     {},
	"e2e/testkit/golden":   {},
	"e2e/testkit/issuer":   {},
	"e2e/testkit/proxies":  {},

	// The roof.
	"cmd/apigen":   {"openapi", "openapi/gogen"},
	"cmd/docsite":  {"assets", "docsite", "docsite/changes", "docsite/gitdates", "docsite/printable", "docsite/settings", "docsite/starter", "docsite/tryit", "openapi", "openapi/document"},
	"cmd/wpengine": {"assets", "content", "docsite", "docsite/settings", "docsite/tryit", "engine", "openapi", "openapi/document"},
}

// reserved says which folders alone may import a module. A module stands for all its packages.
var reserved = map[string][]string{
	"go.mau.fi/whatsmeow":                      {"engine/whatsapp", "engine/sandbox", "engine/sandbox/sandboxtest", "engine/store"},
	"go.mau.fi/libsignal":                      {"engine/sandbox", "engine/whatsapp"}, // whatsapp only to quieten its logger
	"github.com/yuin/goldmark":                 {"docsite/markdown"},
	"github.com/alecthomas/chroma/v2":          {"docsite/highlight"},
	"github.com/getkin/kin-openapi":            {"openapi", "openapi/gogen", "engine/rpc"},
	"database/sql":                             {"engine/store"},
	"github.com/mattn/go-sqlite3":              {"engine/store"},
	"github.com/evanw/esbuild":                 {"assets/bundle"},
	"github.com/go-webauthn/webauthn":          {"engine/account/passkey"},
	"github.com/coreos/go-oidc/v3":             {"engine/account/openid"},
	"github.com/santhosh-tekuri/jsonschema/v6": {"docsite/verify", "engine/rpc"},
	"github.com/prometheus/client_golang":      {"docsite/tryit"},
}

const module = "wpengine/"

func TestImportsRunDownhill(t *testing.T) {
	for _, p := range packages(t) {
		folder := strings.TrimPrefix(p.ImportPath, module)
		edges, known := allowed[folder]
		if !known && len(p.GoFiles)+len(p.CgoFiles) > 0 {
			t.Errorf("%s is not in the plan: add it to arch_test.go with what it may import", folder)
			continue
		}
		for _, imported := range p.Imports {
			if own, ok := strings.CutPrefix(imported, module); ok && !slices.Contains(edges, own) {
				t.Errorf("%s must not import %s; if it should, say so in arch_test.go", folder, own)
			}
			for lib, folders := range reserved {
				if (imported == lib || strings.HasPrefix(imported, lib+"/")) && !slices.Contains(folders, folder) {
					t.Errorf("%s must not import %s: that is for %s", folder, imported, strings.Join(folders, ", "))
				}
			}
		}
	}
}

// TestDocsiteIsFreeOfWhatsmeow keeps a promise of NOTICE: the docs generator is not part of a
// GPL-3.0 combined work.
func TestDocsiteIsFreeOfWhatsmeow(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "./cmd/docsite").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, dep := range strings.Fields(string(out)) {
		if strings.HasPrefix(dep, "go.mau.fi/") || strings.HasPrefix(dep, module+"engine") {
			t.Errorf("cmd/docsite depends on %s", dep)
		}
	}
}

type listed struct {
	ImportPath        string
	GoFiles, CgoFiles []string
	Imports           []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,GoFiles,CgoFiles,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if p.ImportPath != strings.TrimSuffix(module, "/") {
			all = append(all, p)
		}
	}
}
