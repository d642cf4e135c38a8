package dashboard

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"wpengine/engine/api"
)

const keysPath = "/account/api-keys"

// keysPerPage is how many keys are on a page.
const keysPerPage = 50

// keysPage is the table of keys, and the one that was made just now.
type keysPage struct {
	Keys  []keyRow
	First bool   // this is the first page
	Older string // the cursor of the next page, "" if there is none
	Made  *madeKey
}

// keyRow is a key in the table.
type keyRow struct {
	api.ApiKey
	Clients []string // the names of those that it is good for
	Expired bool
	Soon    bool // it expires within a week
}

// madeKey is a key that is shown, this once.
type madeKey struct {
	api.NewApiKey
	Old string // what has become of the key that it replaces, if it does
}

func (d *Dashboard) showKeys(v *Visit) error { return d.keys(v, nil) }

func (d *Dashboard) keys(v *Visit, made *madeKey) error {
	request := api.ListApiKeysRequest{Limit: keysPerPage}
	after := v.Request.URL.Query().Get("after")
	if after != "" {
		request.Cursor = &after
	}
	list, err := call[api.ListApiKeysResponse](v, "apiKeys.list", request)
	if err != nil {
		return err
	}
	names, err := clientNames(v)
	if err != nil {
		return err
	}
	page := &keysPage{First: after == "", Made: made}
	if list.NextCursor != nil {
		page.Older = *list.NextCursor
	}
	now := time.Now()
	for _, key := range list.Items {
		row := keyRow{ApiKey: key}
		if key.ExpiresAt != nil {
			row.Expired = !now.Before(*key.ExpiresAt)
			row.Soon = !row.Expired && key.ExpiresAt.Sub(now) < 7*24*time.Hour
		}
		for _, id := range key.ClientIDs {
			row.Clients = append(row.Clients, cmp.Or(names[id], id))
		}
		page.Keys = append(page.Keys, row)
	}
	return v.Show(http.StatusOK, page)
}

// clients returns all clients of the visitor.
func clients(v *Visit) ([]api.Client, error) {
	var all []api.Client
	request := api.ListClientsRequest{Limit: 200}
	for {
		list, err := call[api.ListClientsResponse](v, "clients.list", request)
		if err != nil {
			return nil, err
		}
		if all = append(all, list.Items...); list.NextCursor == nil {
			return all, nil
		}
		request.Cursor = list.NextCursor
	}
}

func clientNames(v *Visit) (map[string]string, error) {
	all, err := clients(v)
	names := make(map[string]string, len(all))
	for _, c := range all {
		names[c.ID] = c.Name
	}
	return names, err
}

// keyNamed returns the key that the address or the form names.
func keyNamed(v *Visit) (api.ApiKey, error) {
	id := strings.ToLower(v.Value("id"))
	request := api.ListApiKeysRequest{Limit: 200}
	for {
		list, err := call[api.ListApiKeysResponse](v, "apiKeys.list", request)
		if err != nil {
			return api.ApiKey{}, err
		}
		for _, key := range list.Items {
			if key.ID == id {
				return key, nil
			}
		}
		if list.NextCursor == nil {
			return api.ApiKey{}, api.Errorf(api.CodeNotFound, "There is no such API key. It may have been revoked.")
		}
		request.Cursor = list.NextCursor
	}
}

// showMade answers with the list of keys, and a new one before it. No page could be led on to that knew the key.
func (d *Dashboard) showMade(v *Visit, made madeKey) error {
	v.Other(keysPath)
	return d.keys(v, &made)
}

// graces are how long a key that is rotated may go on working beside the new one.
var graces = []choice{
	{Value: "0", Label: "Not at all"}, {Value: "3600", Label: "1 hour"}, {Value: "86400", Label: "1 day"}, {Value: "604800", Label: "7 days"},
}

// keyPage asks what is to be done with a key.
type keyPage struct {
	Key    api.ApiKey
	Form   string // its name, see sentForms
	Graces []choice
}

func (d *Dashboard) showKeyRotate(v *Visit) error {
	return d.askAboutKey(v, &keyPage{Form: newFormName(), Graces: graces})
}

func (d *Dashboard) showKeyRevoke(v *Visit) error { return d.askAboutKey(v, &keyPage{}) }

func (d *Dashboard) askAboutKey(v *Visit, page *keyPage) (err error) {
	if v.Value("id") == "" { // who had to sign in first comes back without it
		http.Redirect(v.Writer, v.Request, keysPath, http.StatusSeeOther)
		return nil
	}
	if page.Key, err = keyNamed(v); err != nil {
		return err
	}
	return v.Show(http.StatusOK, page)
}

func (d *Dashboard) rotateKey(v *Visit) error {
	old, err := keyNamed(v)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(graces, func(c choice) bool { return c.Value == v.Value("grace") })
	if at < 0 {
		return api.Errorf(api.CodeInvalidRequest, "Choose how long the old key goes on working.")
	}
	seconds, _ := strconv.Atoi(graces[at].Value) // one of ours
	if !d.sent.first(v, v.Value("form")) {
		return v.Done(keysPath, alreadyMade)
	}
	key, err := call[api.NewApiKey](v, "apiKeys.rotate", api.RotateApiKeyRequest{ID: old.ID, GraceSeconds: seconds})
	if err != nil {
		d.sent.again(v, v.Value("form"))
		return err
	}
	made := madeKey{NewApiKey: *key, Old: "The old key has stopped working."}
	if seconds > 0 {
		made.Old = "The old key goes on working for " + graces[at].Label + "."
	}
	return d.showMade(v, made)
}

func (d *Dashboard) revokeKey(v *Visit) error {
	key, err := keyNamed(v)
	if err != nil {
		return err
	}
	if _, err := call[api.RevokeApiKeyResponse](v, "apiKeys.revoke", api.RevokeApiKeyRequest{ID: key.ID}); err != nil {
		return err
	}
	return v.Done(keysPath, "The key "+key.Name+" is revoked.")
}

// alreadyMade is said of a form that was sent twice.
const alreadyMade = "That key was made already, and a key is shown once. If you have lost it, revoke it and create another."
