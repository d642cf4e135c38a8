package dashboard

import (
	"slices"
	"strings"

	"wpengine/engine/api"
)

// Page is a page of the dashboard, for those who are signed in.
type Page struct {
	Name  string // of its file and of its template: "security" is security.go and templates/security.html
	Path  string
	Title string
	Group string // where it is listed in the navigation, "" for nowhere
	Role  string // who may see it: api.RoleAdmin, or "" for everybody
	Proof string // proofToSend or proofToSee: when it asks once more who they are; "" for never

	Show   Handler            // answers GET Path
	Submit Handler            // answers POST Path, if it isn't nil
	Do     map[string]Handler // answer POST Path/name
	Get    map[string]Handler // answer GET Path/name: what the page loads

	MaxForm int64 // how much of a form is read, 0 for maxForm
}

// Handler answers a request of a visitor who may see the page. An error becomes a page that says what is wrong; see
// [Visit] for what else it may answer with.
type Handler func(*Visit) error

// The groups of the navigation, in their order.
const (
	groupAccount = "Account"
	groupAdmin   = "Administration"
)

// pages is the table of contents. The navigation lists them in this order.
func (d *Dashboard) pages() []*Page {
	return []*Page{
		{Name: "start", Path: Home, Title: "Start", Group: groupAccount, Show: d.showStart},
		{Name: "clients", Path: clientsPath, Title: "Clients", Group: groupAccount, Show: d.showClients, Get: map[string]Handler{"events": d.clientEvents}},
		{Name: "client", Path: clientsPath + "/client", Title: "Client", Show: d.showClient, Do: map[string]Handler{
			"connect":    d.connectClient,
			"disconnect": d.disconnectClient,
			"send":       d.sendTest,
			"change":     d.editClient,
		}},
		{Name: "client-create", Path: clientsPath + "/create", Title: "Create a client", Show: d.showClientCreate, Submit: d.createClient},
		{Name: "client-link", Path: clientsPath + "/link", Title: "Link a client", Show: d.showClientLink, Submit: d.pairClient},
		{Name: "client-logout", Path: clientsPath + "/logout", Title: "Log out a client", Show: d.askAboutClient, Submit: d.logoutClient},
		{Name: "client-delete", Path: clientsPath + "/delete", Title: "Delete a client", Show: d.askAboutClient, Submit: d.deleteClient},
		{Name: "keys", Path: keysPath, Title: "API keys", Group: groupAccount, Show: d.showKeys},
		{Name: "usage", Path: "/account/usage", Title: "Usage", Group: groupAccount, Show: d.showUsage},
		{Name: "key-create", Path: keysPath + "/create", Title: "Create an API key", Proof: proofToSee, Show: d.showKeyCreate, Submit: d.createKey},
		{Name: "key-rotate", Path: keysPath + "/rotate", Title: "Rotate an API key", Proof: proofToSee, Show: d.showKeyRotate, Submit: d.rotateKey},
		{Name: "key-revoke", Path: keysPath + "/revoke", Title: "Revoke an API key", Show: d.showKeyRevoke, Submit: d.revokeKey},
		{Name: "users", Path: usersPath, Title: "Users", Group: groupAdmin, Role: api.RoleAdmin, Show: d.showUsers, Do: map[string]Handler{"uninvite": d.uninvite}},
		{Name: "user", Path: usersPath + "/user", Title: "User", Role: api.RoleAdmin, Proof: proofToSend, Show: d.showUser, Submit: d.setUser},
		{Name: "user-invite", Path: usersPath + "/invite", Title: "Invite somebody", Role: api.RoleAdmin, Proof: proofToSee, Show: d.showInvite, Submit: d.invite},
		{Name: "user-reset", Path: usersPath + "/reset", Title: "Make a link to a new password", Role: api.RoleAdmin, Proof: proofToSee, Show: d.askAboutUser, Submit: d.resetUser},
		{Name: "user-factor", Path: usersPath + "/factor", Title: "Take the second factor away", Role: api.RoleAdmin, Proof: proofToSee, Show: d.askAboutUser, Submit: d.resetFactor},
		{Name: "user-delete", Path: usersPath + "/delete", Title: "Delete an account", Role: api.RoleAdmin, Proof: proofToSee, Show: d.askAboutUser, Submit: d.deleteUser},
		{Name: "all-clients", Path: allClientsPath, Title: "All clients", Group: groupAdmin, Role: api.RoleAdmin, Show: d.showAllClients, Do: map[string]Handler{"move": d.moveClient}},
		{Name: "proxies", Path: proxiesPath, Title: "Proxies", Group: groupAdmin, Role: api.RoleAdmin, Show: d.showProxies},
		{Name: "proxy", Path: proxiesPath + "/proxy", Title: "Proxy", Role: api.RoleAdmin, Show: d.showProxy, Submit: d.editProxy, Do: map[string]Handler{
			"test":  d.testProxy,
			"move":  d.moveFromProxy,
			"clear": d.clearProxy,
		}},
		{Name: "proxy-seed", Path: proxiesPath + "/seed", Title: "Seed proxies", Role: api.RoleAdmin, Show: d.showSeed, Submit: d.seed, MaxForm: maxProxyList},
		{Name: "proxy-delete", Path: proxiesPath + "/delete", Title: "Delete a proxy", Role: api.RoleAdmin, Show: d.askAboutProxy, Submit: d.deleteProxy},
		{Name: "audit", Path: auditPath, Title: "Audit log", Group: groupAdmin, Role: api.RoleAdmin, Show: d.showAudit},
		{Name: "status", Path: "/admin/status", Title: "Status", Group: groupAdmin, Role: api.RoleAdmin, Show: d.showStatus},
		{Name: "security", Path: "/account/security", Title: "Security", Group: groupAccount, Show: d.showSecurity, Do: map[string]Handler{
			"password":     d.changePassword,
			"sessions/end": d.endSession,
			"sessions/all": d.endOtherSessions,
		}},
		{Name: "factor", Path: factorPath, Title: "Set up a second factor", Proof: proofToSee, Show: d.showFactor, Submit: d.confirmFactor},
		{Name: "factor-codes", Path: factorPath + "/codes", Title: "Recovery codes", Show: d.askForProof, Submit: d.makeCodes},
		{Name: "factor-off", Path: factorPath + "/off", Title: "Turn off the second factor", Show: d.askForProof, Submit: d.turnOff},
		{Name: "passkey-add", Path: passkeyAddPath, Title: "Add a passkey", Proof: proofToSee, Show: d.showPasskeyAdd, Submit: d.addPasskey, Do: map[string]Handler{"ask": d.askToAdd}},
		{Name: "passkey-remove", Path: passkeysPath + "/remove", Title: "Remove a passkey", Proof: proofToSee, Show: d.askAboutPasskey, Submit: d.removePasskey},
		{Name: "identity", Path: identityPath, Title: "Sign in by another service", Proof: proofToSee, Show: d.showIdentity, Do: map[string]Handler{
			"link":   d.linkIdentity,
			"unlink": d.unlinkIdentity,
		}},
		{Name: "confirm", Path: confirmPath, Title: "Is it you?", Show: d.showConfirm, Submit: d.confirm, Do: map[string]Handler{"ask": d.askToProve}},
	}
}

// place is an entry of the navigation.
type place struct {
	Path, Title string
	Current     string // as aria-current has it: "page", "true" for a page above it, or ""
}

// places is a group of the navigation.
type places struct {
	Title string
	Items []place
}

// navigation lists the pages that the caller may see.
func (d *Dashboard) navigation(caller api.Caller, current *Page) []places {
	var all []places
	for _, group := range []string{groupAccount, groupAdmin} {
		g := places{Title: group}
		for _, p := range d.table {
			if p.Group == group && p.permits(caller) {
				g.Items = append(g.Items, place{Path: p.Path, Title: p.Title, Current: p.holds(current)})
			}
		}
		if group == groupAccount && d.Phones != "" {
			g.Items = append(g.Items, place{Path: d.Phones, Title: "Virtual phones"})
		}
		if len(g.Items) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// holds says how a page stands to the one that is shown.
func (p *Page) holds(current *Page) string {
	switch {
	case p == current:
		return "page"
	case p.Path != Home && strings.HasPrefix(current.Path, p.Path+"/"):
		return "true"
	}
	return ""
}

func (p *Page) permits(caller api.Caller) bool { return p.Role == "" || p.Role == caller.Role }

// above is the page of the navigation that a path is at or below, nil for none.
func (d *Dashboard) above(path string) *Page {
	for _, p := range d.table {
		if p.Group != "" && p.Path != Home && strings.HasPrefix(path, p.Path) {
			return p
		}
	}
	return nil
}

// has reports whether there is a page at the path.
func (d *Dashboard) has(path string) bool {
	return slices.ContainsFunc(d.table, func(p *Page) bool { return p.Path == path })
}
