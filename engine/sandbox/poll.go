package sandbox

import (
	"bytes"
	"fmt"
	"slices"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/gcmutil"
	"go.mau.fi/whatsmeow/util/hkdfutil"
	"google.golang.org/protobuf/proto"
)

// PollView is a poll with the votes that there are up to now.
type PollView struct {
	Name       string
	Selectable int // how many options somebody may choose; 0: any number
	Options    []PollOption
}

// PollOption is an answer that a poll offers, and who has chosen it.
type PollOption struct {
	Name   string
	Voters []Identity `json:",omitempty"`
}

func newPollView(poll *waE2E.PollCreationMessage) *PollView {
	view := &PollView{Name: poll.GetName(), Selectable: int(poll.GetSelectableOptionsCount())}
	for _, option := range poll.GetOptions() {
		view.Options = append(view.Options, PollOption{Name: option.GetOptionName()})
	}
	return view
}

func (v *PollView) names() []string {
	names := make([]string, len(v.Options))
	for i, option := range v.Options {
		names[i] = option.Name
	}
	return names
}

// count takes a vote into a poll, in place of an earlier one of the same person. It reports false for one that it can't
// decrypt.
func (p *Phone) count(m *Message, in incoming, update *waE2E.PollUpdateMessage) bool {
	vote, err := openVote(m, in.sender, update.GetVote())
	if err != nil {
		p.net.log.Info("a phone can't read a vote", "phone", p.account.Number, "message", in.id, "error", err)
		return false
	}
	hashes := whatsmeow.HashPollOptions(m.Poll.names())
	for i := range m.Poll.Options {
		option := &m.Poll.Options[i]
		option.Voters = slices.DeleteFunc(option.Voters, func(who Identity) bool { return who.LID == in.sender.lid() })
		if slices.ContainsFunc(vote.GetSelectedOptions(), func(hash []byte) bool { return bytes.Equal(hash, hashes[i]) }) {
			option.Voters = append(option.Voters, in.sender.person())
		}
	}
	return true
}

// voteKey derives what a vote is encrypted with from the secret in its poll, as the library does.
func voteKey(secret []byte, poll string, author, voter types.JID) (key, additional []byte) {
	info := poll + author.String() + voter.String() + string(whatsmeow.EncSecretPollVote)
	return hkdfutil.SHA256(secret, nil, []byte(info), 32), fmt.Appendf(nil, "%s\x00%s", poll, voter)
}

// sealVote encrypts a vote for everybody who has the poll.
func sealVote(m *Message, voter *account, options []string) (*waE2E.PollEncValue, error) {
	clear, err := proto.Marshal(&waE2E.PollVoteMessage{SelectedOptions: whatsmeow.HashPollOptions(options)})
	if err != nil {
		return nil, err
	}
	key, additional := voteKey(m.secret(), m.ID, m.From.LID, voter.lid())
	value := &waE2E.PollEncValue{EncIV: randomBytes(12)}
	value.EncPayload, err = gcmutil.Encrypt(key, value.EncIV, clear, additional)
	return value, err
}

// openVote decrypts a vote. Which addresses of the two people went into its key depends on the client of the voter.
func openVote(m *Message, voter *account, value *waE2E.PollEncValue) (*waE2E.PollVoteMessage, error) {
	var clear []byte
	err := ErrNoPoll
	for _, author := range []types.JID{m.From.LID, m.From.JID} {
		for _, who := range []types.JID{voter.lid(), voter.pn()} {
			key, additional := voteKey(m.secret(), m.ID, author, who)
			if clear, err = gcmutil.Decrypt(key, value.GetEncIV(), value.GetEncPayload(), additional); err == nil {
				vote := &waE2E.PollVoteMessage{}
				return vote, proto.Unmarshal(clear, vote)
			}
		}
	}
	return nil, err
}

// secret is what a message brings along for those who refer to it.
func (m *Message) secret() []byte {
	content := m.message()
	if inner, _ := unwrap(content); inner != nil {
		return inner.GetMessageContextInfo().GetMessageSecret()
	}
	return nil
}
