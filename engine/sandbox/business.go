package sandbox

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/proto/waVnameCert"
	"google.golang.org/protobuf/proto"
)

// BusinessProfile is what a business shows of itself. Its phone is one with the app for businesses.
type BusinessProfile struct {
	Name        string // required: what others see in place of the phone's own name
	Description string
	Address     string
	Email       string
	Websites    []string
	Categories  []string
	TimeZone    string // of Hours, such as Europe/Berlin
	Hours       []BusinessHours
}

// BusinessHours says when a business is open on one day of the week.
type BusinessHours struct {
	Day         time.Weekday
	Mode        string        // open_24h, appointment_only, or specific_hours for the times below
	Open, Close time.Duration // since midnight
}

// ErrBadBusiness says what a business profile needs.
var ErrBadBusiness = errors.New("a business has a name of 1 to 75 characters, at most two websites and three categories, " +
	"and hours of the mode open_24h, appointment_only or specific_hours, within a day")

func (b *BusinessProfile) check() error {
	if b.Name == "" || tooLong(b.Name, 75) || len(b.Websites) > 2 || len(b.Categories) > 3 {
		return ErrBadBusiness
	}
	for _, h := range b.Hours {
		if !slices.Contains([]string{"open_24h", "appointment_only", "specific_hours"}, h.Mode) ||
			h.Day < time.Sunday || h.Day > time.Saturday || h.Open < 0 || h.Close < h.Open || h.Close > 24*time.Hour {
			return ErrBadBusiness
		}
	}
	return nil
}

// business is a profile with the proof of its name.
type business struct {
	BusinessProfile
	Certificate []byte
}

// newBusiness signs the name of a business, as its phone does.
func (p *Phone) newBusiness(profile BusinessProfile) (*business, error) {
	if err := profile.check(); err != nil {
		return nil, err
	}
	details, err := proto.Marshal(&waVnameCert.VerifiedNameCertificate_Details{
		Serial: proto.Uint64(binary.BigEndian.Uint64(randomBytes(8)) >> 1), Issuer: proto.String("smb:wa"),
		VerifiedName: &profile.Name, IssueTime: proto.Uint64(uint64(p.net.unix())),
	})
	if err != nil {
		return nil, fmt.Errorf("sandbox: the name of a business: %w", err)
	}
	certificate, err := proto.Marshal(&waVnameCert.VerifiedNameCertificate{Details: details, Signature: sign(p.identity, details)})
	if err != nil {
		return nil, fmt.Errorf("sandbox: the name of a business: %w", err)
	}
	return &business{profile, certificate}, nil
}

// SetBusiness makes the phone that of a business, or changes its profile; nil makes it a private one again. Devices that
// are linked already go on with the name they have learnt.
func (p *Phone) SetBusiness(ctx context.Context, profile *BusinessProfile) error {
	var b *business
	if profile != nil {
		var err error
		if b, err = p.newBusiness(*profile); err != nil {
			return err
		}
	}
	if err := p.net.journal.room(ctx); err != nil {
		return err
	}
	var err error
	position := p.net.update(func(t *tx) {
		if p.account.gone {
			err = ErrNoPhone
			return
		}
		p.account.Business = b
		t.saveAccount(p.account)
		t.tellProfile(p.account)
	})
	if err != nil {
		return err
	}
	return p.net.journal.wait(ctx, position)
}

// verifiedName is the proof of the name of a business, as it comes with a look-up and with every message.
func (b *business) verifiedName() stanza {
	return stanza{Tag: "verified_name", Content: b.Certificate, Attrs: attrs{
		"v": 1, "verified_level": "unknown", "host_storage": 1, "actual_actors": 1, "privacy_mode_ts": 0,
	}}
}

// handleBusiness shows the profiles of businesses. Of anybody else there is none.
func (t *tx) handleBusiness(c *conn, s *stanza) {
	request, ok := child(s, "business_profile")
	if !ok || attrText(*s, "type") != "get" {
		t.send(c, iqError(s, 501, "feature-not-implemented"))
		return
	}
	var profiles []stanza
	for _, wanted := range request.GetChildren() {
		jid := attrJID(wanted, "jid")
		if a := t.account(jid); a != nil && a.Business != nil {
			profile := a.Business.node()
			profile.Attrs["jid"] = jid
			profiles = append(profiles, profile)
		}
	}
	t.send(c, iqResult(s, node("business_profile", attrs{"v": "244"}, profiles...)))
}

func (b *business) node() stanza {
	profile := node("profile", attrs{"tag": "1"})
	var children []stanza
	for _, field := range []struct{ tag, text string }{{"address", b.Address}, {"description", b.Description}, {"email", b.Email}} {
		if field.text != "" {
			children = append(children, leaf(field.tag, []byte(field.text)))
		}
	}
	for _, site := range b.Websites {
		children = append(children, leaf("website", []byte(site)))
	}
	var categories []stanza
	for _, name := range b.Categories {
		h := fnv.New32a()
		_, _ = h.Write([]byte(name))
		categories = append(categories, stanza{
			Tag: "category", Attrs: attrs{"id": strconv.FormatUint(uint64(h.Sum32()), 10)}, Content: []byte(name),
		})
	}
	options := node("profile_options", nil, leaf("commerce_experience", []byte("none")), leaf("cart_enabled", []byte("false")))
	children = append(children, node("categories", nil, categories...), options)
	if len(b.Hours) > 0 {
		children = append(children, b.hours())
	}
	profile.Content = children
	return profile
}

func (b *business) hours() stanza {
	week := node("business_hours", attrs{"timezone": b.TimeZone})
	var days []stanza
	for _, h := range b.Hours {
		at := attrs{"day_of_week": []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[h.Day], "mode": h.Mode}
		if h.Mode == "specific_hours" {
			at["open_time"], at["close_time"] = int(h.Open.Minutes()), int(h.Close.Minutes())
		}
		days = append(days, node("business_hours_config", at))
	}
	week.Content = days
	return week
}
