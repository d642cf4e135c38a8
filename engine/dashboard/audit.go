package dashboard

import (
	"errors"
	"net/http"

	"wpengine/engine/account/audit"
	"wpengine/engine/api"
)

const auditPath = "/admin/audit"

// auditAllPage is what was done to all accounts.
type auditAllPage struct {
	Events []auditRow
	Older  string // the id after which the next page goes on, "" if there is none
	First  bool
}

// auditRow is an event, and the address of the account that it was done to: "" if that is gone, or the event is of none.
type auditRow struct {
	audit.Event
	Whose string
}

func (d *Dashboard) showAudit(v *Visit) error {
	after := v.Value("after")
	events, err := d.Audit.All(v.Request.Context(), after, auditPage+1)
	if err != nil {
		return err
	}
	page := &auditAllPage{First: after == ""}
	if len(events) > auditPage {
		events = events[:auditPage]
		page.Older = events[auditPage-1].ID
	}
	addresses := map[string]string{"": ""}
	for _, e := range events {
		address, known := addresses[e.Account]
		if !known {
			if address, err = addressOf(v, e.Account); err != nil {
				return err
			}
			addresses[e.Account] = address
		}
		page.Events = append(page.Events, auditRow{e, address})
	}
	return v.Show(http.StatusOK, page)
}

// addressOf returns the e-mail address of an account, "" if it is deleted.
func addressOf(v *Visit, id string) (string, error) {
	u, err := call[api.User](v, "account.getUser", api.GetUserRequest{UserID: id})
	if shown := new(api.Error); errors.As(err, &shown) && shown.Code == api.CodeNotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return u.Email, nil
}
