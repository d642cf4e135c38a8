package dashboard

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"wpengine/engine/account"
	"wpengine/engine/account/audit"
	"wpengine/engine/account/factor"
	"wpengine/engine/api"
	"wpengine/engine/store"
	"wpengine/engine/web"
)

const usersPath = "/admin/users"

// usersPerPage is how many accounts are on a page.
const usersPerPage = 50

// userEvents is how many events of the audit log are on an account's page.
const userEvents = 25

// usersPage is the accounts, and the invitations that wait.
type usersPage struct {
	Search  string
	Users   []api.User
	After   string // the page begins behind the account with this id
	Older   string // and the next one behind that with this one, "" if there is none
	Invited []store.Link
	Made    *madeLink
}

// Alone reports whether there is nobody but who looks at the page.
func (p *usersPage) Alone() bool {
	return len(p.Users) == 1 && len(p.Invited) == 0 && p.Search == "" && p.After == ""
}

// madeLink is a one-time link that is shown, this once.
type madeLink struct {
	Address   string
	Whose     string
	ExpiresAt time.Time
}

func (d *Dashboard) showUsers(v *Visit) error { return d.users(v, nil) }

func (d *Dashboard) users(v *Visit, made *madeLink) error {
	query := v.Request.URL.Query()
	page := &usersPage{Search: web.Clip(query.Get("search")), After: query.Get("after"), Made: made}
	list, err := call[api.ListUsersResponse](v, "account.listUsers", api.ListUsersRequest{Search: given(page.Search), Cursor: given(page.After), Limit: usersPerPage})
	if err != nil {
		return err
	}
	page.Users = list.Items
	if list.NextCursor != nil {
		page.Older = *list.NextCursor
	}
	if page.Invited, err = d.Accounts.Invitations(v.Request.Context()); err != nil {
		return err
	}
	return v.Show(http.StatusOK, page)
}

// given is a member of a request that may be left out.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// showLink answers with the list of accounts, and a new link before it. It leads to the address that the server was told
// to have; a request could say anything. Where it was told none, the page's script knows the one that it was loaded from.
func (d *Dashboard) showLink(v *Visit, link account.Link, whose string) error {
	v.Other(usersPath)
	return d.users(v, &madeLink{Address: strings.TrimSuffix(d.PublicURL, "/") + link.Path, Whose: whose, ExpiresAt: link.ExpiresAt})
}

func roles() []choice {
	return []choice{{Value: account.RoleUser, Label: "User"}, {Value: api.RoleAdmin, Label: "Administrator"}}
}

func tiers() []choice {
	return []choice{{Value: account.TierFree, Label: "Free, 100 requests an hour"}, {Value: account.TierPro, Label: "Pro, 1000 requests an hour"}}
}

// invitePage is the form by which somebody is invited.
type invitePage struct {
	form
	Roles, Tiers []choice
}

func newInvitePage() *invitePage {
	page := &invitePage{Roles: roles(), Tiers: tiers()}
	page.Fields = []*field{{Name: "email", Label: "E-mail address", Type: "email", Max: 254, Focus: true, Complete: "off", Hint: "The account will be for this address."}}
	return page
}

func (d *Dashboard) showInvite(v *Visit) error { return v.Show(http.StatusOK, newInvitePage()) }

func (d *Dashboard) invite(v *Visit) error {
	page := newInvitePage()
	page.fill(v.Request)
	choose(page.Roles, v.Value("role"))
	choose(page.Tiers, v.Value("tier"))
	email := strings.TrimSpace(v.Value("email"))
	made, err := call[api.CreateUserResponse](v, "account.createUser", api.CreateUserRequest{
		Email: email, Role: api.CreateUserRequestRole(v.Value("role")), Tier: api.CreateUserRequestTier(v.Value("tier")),
	})
	if err != nil {
		if status := page.explain(v.Writer, err); status != 0 {
			return v.Show(status, page)
		}
		return err
	}
	return d.showLink(v, account.Link{Path: made.Invitation.Path, ExpiresAt: made.Invitation.ExpiresAt}, email)
}

func (d *Dashboard) uninvite(v *Visit) error {
	if err := d.Accounts.Uninvite(v.Request.Context(), v.Value("id")); err != nil {
		return err
	}
	return v.Done(usersPath, "The invitation is taken back.")
}

// userPage is an account, with what may be changed of it.
type userPage struct {
	api.User
	Self         bool
	Roles, Tiers []choice
	Events       []audit.Event // the newest
	Factor       factor.State
	Problem      string
}

// About says whose account the page is of, in the browser's list of pages.
func (p *userPage) About() string { return p.Email }

// choose marks one of several.
func choose(among []choice, value string) {
	for i := range among {
		among[i].Chosen = among[i].Value == value
	}
}

// userOf returns the account that the address or the form names. It is nil for who had to sign in first, and comes back
// without it.
func userOf(v *Visit) (*userPage, error) {
	id := v.Value("id")
	if id == "" {
		http.Redirect(v.Writer, v.Request, usersPath, http.StatusSeeOther)
		return nil, nil
	}
	u, err := call[api.User](v, "account.getUser", api.GetUserRequest{UserID: id})
	if err != nil {
		if shown := new(api.Error); errors.As(err, &shown) && shown.Code == api.CodeInvalidRequest {
			err = api.Errorf(api.CodeNotFound, "There is no such account. It may have been deleted.")
		}
		return nil, err
	}
	page := &userPage{User: *u, Self: u.ID == v.Caller.UserID, Roles: roles(), Tiers: tiers()}
	choose(page.Roles, string(u.Role))
	choose(page.Tiers, string(u.Tier))
	return page, nil
}

func (d *Dashboard) showUser(v *Visit) error { return d.user(v, nil) }

// user shows an account, and why it could not be changed.
func (d *Dashboard) user(v *Visit, refused error) error {
	page, err := userOf(v)
	if page == nil {
		return err
	}
	if page.Factor, err = d.Factors.State(v.Request.Context(), page.ID); err != nil {
		return err
	}
	if page.Events, err = d.Audit.Of(v.Request.Context(), page.ID, "", userEvents); err != nil {
		return err
	}
	status, said := http.StatusOK, &form{}
	if refused != nil {
		if status = said.explain(v.Writer, refused); status == 0 {
			return refused
		}
		page.Problem = said.Problem
	}
	return v.Show(status, page)
}

// setUser changes what its visitor has changed in the form, and leaves what another administrator has changed since.
func (d *Dashboard) setUser(v *Visit) error {
	role, tier, disabled := api.UpdateUserRequestRole(v.Value("role")), api.UpdateUserRequestTier(v.Value("tier")), v.Value("disabled") != ""
	request := api.UpdateUserRequest{UserID: v.Value("id")}
	if string(role) != v.Value("role-was") {
		request.Role = &role
	}
	if string(tier) != v.Value("tier-was") {
		request.Tier = &tier
	}
	if strconv.FormatBool(disabled) != v.Value("disabled-was") {
		request.Disabled = &disabled
	}
	u, err := call[api.User](v, "account.updateUser", request)
	if err != nil {
		return d.user(v, err)
	}
	path := at(usersPath+"/user", u.ID)
	if u.ID == v.Caller.UserID {
		path = Home // perhaps they see no other page any more
	}
	return v.Done(path, "The account of "+u.Email+" is changed.")
}

func (d *Dashboard) askAboutUser(v *Visit) error {
	page, err := userOf(v)
	if page == nil {
		return err
	}
	return v.Show(http.StatusOK, page)
}

func (d *Dashboard) resetUser(v *Visit) error {
	page, err := userOf(v)
	if page == nil {
		return err
	}
	link, err := d.Accounts.ResetLink(v.Request.Context(), page.ID)
	if err != nil {
		return err
	}
	return d.showLink(v, link, page.Email)
}

// resetFactor takes somebody's second factor away who has lost it.
func (d *Dashboard) resetFactor(v *Visit) error {
	page, err := userOf(v)
	if page == nil {
		return err
	}
	notice := "The account of " + page.Email + " signs in without a second factor now."
	if err := d.Factors.Reset(v.Request.Context(), page.ID); errors.Is(err, factor.ErrOff) {
		notice = "The account of " + page.Email + " has no second factor."
	} else if err != nil {
		return err
	}
	return v.Done(at(usersPath+"/user", page.ID), notice)
}

func (d *Dashboard) deleteUser(v *Visit) error {
	page, err := userOf(v)
	if page == nil {
		return err
	}
	if _, err := call[api.DeleteUserResponse](v, "account.deleteUser", api.DeleteUserRequest{UserID: page.ID}); err != nil {
		v.Other(usersPath + "/user")
		return d.user(v, err)
	}
	return v.Done(usersPath, "The account of "+page.Email+" is deleted.")
}
