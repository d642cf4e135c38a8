package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// account is a phone number on the network: a phone, and the devices linked to it.
type account struct {
	accountRecord
	phone   *Phone
	devices map[uint16]*device
	calls   []*call // made from it, oldest first
	gone    bool    // the phone was deleted

	mu          sync.Mutex           // guards what follows, and what passes through the devices and the phone; see lock.go
	patches     map[string][][]byte  // app state; index i holds version i+1
	watchers    map[*device]struct{} // know this account's list of devices
	subscribers map[*device]string   // want its presence; the value is the kind of address they used
}

// accountRecord is the part of an account that survives a restart.
type accountRecord struct {
	Number  string
	LID     string // the user part
	Name    string
	About   string
	AboutAt int64   `json:",omitempty"`
	Avatar  *avatar `json:",omitempty"`

	Business    *business   `json:",omitempty"`
	ContactCode string      `json:",omitempty"` // in the link to the account
	Links       []shortLink `json:",omitempty"` // to a message for the business
	Owner       string      // whoever created it; opaque here
	CreatedAt   time.Time

	Persona      Persona
	DelaySeconds int    `json:",omitempty"` // before it reacts
	Script       []Rule `json:",omitempty"`

	Transcript string // prefix of its messages; never used again, even if the number is
	RawID      uint32 // of the list of devices
	NextDevice uint16
	NextIndex  uint32
	Privacy    map[string]string
	Blocked    []string // numbers
	Timer      int      `json:",omitempty"` // after which messages disappear in new chats, in seconds
	TimerAt    int64    `json:",omitempty"`
	Contacts   []string `json:",omitempty"` // addresses of those in the phone's address book

	Registration    uint32
	IdentityKey     []byte // private
	SignedPreKey    []byte // private, id 1
	SignedSignature []byte
	AppKeyID        []byte
	AppKey          []byte
	AppKeyTime      int64
}

func newAccount(spec PhoneSpec, now time.Time) *account {
	identity := keys.NewKeyPair()
	signed := identity.CreateSignedPreKey(1)
	return &account{
		accountRecord: accountRecord{
			Number: spec.Number, Name: spec.Name, About: spec.About, AboutAt: now.Unix(), Owner: spec.Owner, CreatedAt: now,
			Persona: spec.Persona, DelaySeconds: spec.DelaySeconds, Script: spec.Script,
			Transcript: spec.Number + "." + strconv.FormatInt(now.UnixNano(), 36) + "/",
			RawID:      1 + binary.BigEndian.Uint32(randomBytes(4))>>8,
			NextDevice: 1, NextIndex: 1,
			Privacy: map[string]string{
				"readreceipts": "all", "last": "all", "online": "all", "profile": "all",
				"status": "all", "groupadd": "all", "calladd": "all",
			},
			Registration: binary.BigEndian.Uint32(randomBytes(4)),
			IdentityKey:  identity.Priv[:], SignedPreKey: signed.Priv[:], SignedSignature: signed.Signature[:],
			AppKeyID: []byte{0, 0, 0, 0, 0, 1}, AppKey: randomBytes(32), AppKeyTime: now.UnixMilli(),
		},
	}
}

// enter makes the account known to the network.
func (n *Network) enter(a *account) {
	a.devices, a.patches = map[uint16]*device{}, map[string][][]byte{}
	a.watchers, a.subscribers = map[*device]struct{}{}, map[*device]string{}
	a.phone = newPhone(n, a)
	n.accounts[a.Number], n.lids[a.LID] = a, a
}

func (t *tx) saveAccount(a *account) { t.put(kindAccount, a.Number, a.accountRecord) }

func (a *account) pn() types.JID  { return types.NewJID(a.Number, types.DefaultUserServer) }
func (a *account) lid() types.JID { return types.NewJID(a.LID, types.HiddenUserServer) }

// address gives one of the account's devices in the addressing of a server, and the account's address
// in the other one with the name that hints for it end with.
func (a *account) address(server string, id uint16) (own, other types.JID, hint string) {
	own, other, hint = a.pn(), a.lid(), "lid"
	if server == types.HiddenUserServer {
		own, other, hint = a.lid(), a.pn(), "pn"
	}
	own.Device = id
	return own, other, hint
}

// deviceJIDs lists the phone and the linked devices, in the addressing of a server.
func (a *account) deviceJIDs(server string) []types.JID {
	var jids []types.JID
	for _, id := range append([]uint16{0}, slices.Sorted(maps.Keys(a.devices))...) {
		jid, _, _ := a.address(server, id)
		jids = append(jids, jid)
	}
	return jids
}

// account finds whom an address names, or nil if they are not on WhatsApp.
func (n *Network) account(jid types.JID) (a *account) {
	switch jid.Server {
	case types.DefaultUserServer, types.LegacyUserServer:
		a = n.accounts[jid.User]
	case types.HiddenUserServer:
		a = n.lids[jid.User]
	}
	if a == nil || !a.registered() {
		return nil
	}
	return a
}

// StatusJID is the address of what people show for a day to everybody who knows them.
var StatusJID = types.StatusBroadcastJID

// many tells whether an address is of a chat of many: a group, or the status.
func many(chat types.JID) bool {
	return chat.Server == types.GroupServer || chat.Server == types.BroadcastServer
}

// isAdmin tells whether somebody has power over a group.
func (n *Network) isAdmin(chat types.JID, a *account) bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	g := n.groups[chat.User]
	if g == nil || chat.Server != types.GroupServer {
		return false
	}
	role := g.Members[a.Number]
	return role == roleOwner || role == roleAdmin
}

// identity tells whom an address names: a person, a group, a channel or the status.
func (n *Network) identity(jid types.JID) Identity {
	if a := n.account(jid); a != nil {
		return a.person()
	}
	if g := n.groups[jid.User]; g != nil && jid.Server == types.GroupServer {
		return g.identity()
	}
	if ch := n.channel(jid); ch != nil {
		return ch.identity()
	}
	if jid == StatusJID {
		return Identity{JID: jid, Name: "Status"}
	}
	return Identity{JID: jid}
}

// device finds the linked device that an address names, or nil.
func (n *Network) device(jid types.JID) *device {
	if a := n.account(jid); a != nil {
		return a.devices[jid.Device]
	}
	return nil
}

// newLID derives a number's hidden id. A number that comes back gets the same one, because clients keep
// what they have learnt about it for ever.
func (n *Network) newLID(number string) string {
	sum := sha256.Sum256([]byte("lid " + number))
	id := 100_000_000_000_000 + binary.BigEndian.Uint64(sum[:8])>>16
	for {
		lid := strconv.FormatUint(id, 10)
		if _, taken := n.lids[lid]; !taken {
			return lid
		}
		id++
	}
}

// participantHash is what clients compare to see whether their list of a chat's devices is current.
func participantHash(jids []types.JID) string {
	texts := make([]string, len(jids))
	for i, jid := range jids {
		texts[i] = jid.ADString()
	}
	slices.Sort(texts)
	sum := sha256.Sum256([]byte(strings.Join(texts, "")))
	return "2:" + base64.RawStdEncoding.EncodeToString(sum[:6])
}

// deviceID is how rows name a device. Device 0 is the phone.
func deviceID(number string, device uint16) string { return fmt.Sprintf("%s/%03d", number, device) }
