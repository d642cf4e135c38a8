package sandbox

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// networkKeys are the keys that clients know the network by. Without them nobody could log in again.
type networkKeys struct{ Root, Static []byte }

var errStray = errors.New("belongs to nothing")

// restore reads everything but the messages, which stay where they are.
func (n *Network) restore(ctx context.Context) error {
	n.journal = newJournal(n.state, n.log)
	steps := []func(context.Context) error{
		n.restoreKeys, n.restoreAccounts, n.restoreDevices, n.restorePreKeys, n.restoreQueues,
		n.restoreRecent, n.restoreWatchers, n.restorePatches, n.restoreSessions, n.restoreSenders, n.restoreShared, n.restoreSent, n.restoreAsked, n.restoreGroups,
		n.restoreChannels, n.restoreCalls, n.restoreReads, n.restoreReactions, n.dropStrays,
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return errors.Join(err, n.journal.close())
		}
	}
	return nil
}

func (n *Network) restoreKeys(ctx context.Context) error {
	found := false
	err := eachJSON(ctx, n.state, kindKeys, func(_ string, k networkKeys) error {
		if len(k.Root) != 32 || len(k.Static) != 32 {
			return errors.New("a key has the wrong length")
		}
		n.root, n.static = keys.NewKeyPairFromPrivateKey([32]byte(k.Root)), keys.NewKeyPairFromPrivateKey([32]byte(k.Static))
		found = true
		return nil
	})
	if err != nil || found {
		return err
	}
	n.root, n.static = keys.NewKeyPair(), keys.NewKeyPair()
	position := n.update(func(t *tx) {
		t.put(kindKeys, "network", networkKeys{n.root.Priv[:], n.static.Priv[:]})
	})
	return n.journal.wait(ctx, position)
}

func (n *Network) restoreAccounts(ctx context.Context) error {
	return eachJSON(ctx, n.state, kindAccount, func(_ string, r accountRecord) error {
		if len(r.IdentityKey) != 32 || len(r.SignedPreKey) != 32 || len(r.SignedSignature) != 64 {
			return errors.New("a key has the wrong length")
		}
		n.enter(&account{accountRecord: r})
		return nil
	})
}

func (n *Network) restoreDevices(ctx context.Context) error {
	return eachJSON(ctx, n.state, kindDevice, func(id string, r deviceRecord) error {
		number, _, _ := strings.Cut(id, "/")
		a := n.accounts[number]
		if a == nil {
			return errStray
		}
		d := &device{deviceRecord: r}
		d.init(a)
		a.devices[d.ID] = d
		return nil
	})
}

func (n *Network) restorePreKeys(ctx context.Context) error {
	return eachRow(ctx, n.state, kindPreKeys, "", func(id string, data []byte) error {
		d, _, err := n.deviceOfRow(id)
		if err != nil {
			return err
		}
		for i := d.PreKeysUsed; (i+1)*len(publicPreKey{}) <= len(data); i++ {
			d.preKeys = append(d.preKeys, publicPreKey(data[i*len(publicPreKey{}):]))
		}
		return nil
	})
}

// deviceOfRow finds the device that a row's id begins with, and gives the rest of the id. The device is
// nil if the row is of the phone itself.
func (n *Network) deviceOfRow(id string) (*device, string, error) {
	parts := strings.SplitN(id, "/", 3)
	if len(parts) < 2 {
		return nil, "", errStray
	}
	number, err := strconv.ParseUint(parts[1], 10, 16)
	if err != nil {
		return nil, "", errStray
	}
	a := n.accounts[parts[0]]
	if a == nil {
		return nil, "", errStray
	}
	rest := strings.Join(parts[2:], "/")
	if number == 0 {
		return nil, rest, nil
	}
	d := a.devices[uint16(number)]
	if d == nil {
		return nil, "", errStray
	}
	return d, rest, nil
}

func (n *Network) restoreQueues(ctx context.Context) error {
	return eachRow(ctx, n.state, kindQueue, "", func(id string, frame []byte) error {
		d, rest, err := n.deviceOfRow(id)
		if err != nil {
			return err
		}
		number, _, _ := strings.Cut(id, "/")
		q := &n.accounts[number].phone.inbox
		if d != nil {
			q = &d.queue
		}
		sequence, err := strconv.ParseUint(rest, 16, 64)
		if err != nil {
			return err
		}
		s, err := unmarshal(frame)
		if err != nil {
			return err
		}
		q.items = append(q.items, newQueued(sequence, frame, s))
		q.next = sequence
		return nil
	})
}

func (n *Network) restoreRecent(ctx context.Context) error {
	return eachJSON(ctx, n.state, kindRecent, func(id string, r recentID) error {
		d, _, err := n.deviceOfRow(id)
		if err != nil || d == nil {
			return errStray
		}
		d.recent.set(r)
		return nil
	})
}

func (n *Network) restoreWatchers(ctx context.Context) error {
	return eachRow(ctx, n.state, kindWatcher, "", func(id string, _ []byte) error {
		number, watcher, _ := strings.Cut(id, "/")
		a := n.accounts[number]
		d, _, err := n.deviceOfRow(watcher)
		if err != nil || a == nil || d == nil {
			return errStray
		}
		a.watchers[d] = struct{}{}
		d.watching[a] = struct{}{}
		return nil
	})
}

func (n *Network) restorePatches(ctx context.Context) error {
	return eachRow(ctx, n.state, kindPatch, "", func(id string, patch []byte) error {
		parts := strings.Split(id, "/")
		if len(parts) != 3 || n.accounts[parts[0]] == nil {
			return errStray
		}
		a, name := n.accounts[parts[0]], parts[1]
		a.patches[name] = append(a.patches[name], patch)
		if want := patchID(a, name, len(a.patches[name])); id != want {
			return fmt.Errorf("is not %s: a patch is missing", want)
		}
		return nil
	})
}

func (n *Network) restoreSessions(ctx context.Context) error {
	return eachRow(ctx, n.state, kindSession, "", func(id string, session []byte) error {
		number, address, _ := strings.Cut(id, "/")
		if n.accounts[number] == nil {
			return errStray
		}
		n.accounts[number].phone.ring.sessions[address] = session
		return nil
	})
}

func (n *Network) restoreSenders(ctx context.Context) error {
	return eachRow(ctx, n.state, kindSender, "", func(id string, key []byte) error {
		number, sender, _ := strings.Cut(id, "/")
		if n.accounts[number] == nil {
			return errStray
		}
		n.accounts[number].phone.ring.senders[sender] = key
		return nil
	})
}

func (n *Network) restoreShared(ctx context.Context) error {
	return eachJSON(ctx, n.state, kindShared, func(id string, addresses []string) error {
		number, chat, _ := strings.Cut(id, "/")
		if n.accounts[number] == nil {
			return errStray
		}
		has := map[string]bool{}
		for _, address := range addresses {
			has[address] = true
		}
		n.accounts[number].phone.ring.shared.has[chat] = has
		return nil
	})
}

func (n *Network) restoreAsked(ctx context.Context) error {
	return eachJSON(ctx, n.state, kindAsked, func(id string, q question) error {
		number, _, _ := strings.Cut(id, "/")
		if n.accounts[number] == nil {
			return errStray
		}
		n.accounts[number].phone.asked[q.ID] = q
		return nil
	})
}

func (n *Network) restoreSent(ctx context.Context) error {
	return eachJSON(ctx, n.state, kindSent, func(id string, m sentMessage) error {
		number, _, _ := strings.Cut(id, "/")
		if n.accounts[number] == nil {
			return errStray
		}
		n.accounts[number].phone.sent.set(m)
		return nil
	})
}

func (n *Network) restoreGroups(ctx context.Context) error {
	return eachJSON(ctx, n.state, kindGroup, func(_ string, r groupRecord) error {
		n.groups[r.ID] = &group{r}
		return nil
	})
}

func (n *Network) restoreReads(ctx context.Context) error {
	return eachRow(ctx, n.state, kindRead, "", func(id string, cursor []byte) error {
		number, chat, _ := strings.Cut(id, "/")
		jid, err := types.ParseJID(chat)
		if a := n.accounts[number]; a != nil && err == nil {
			if a.phone.seen == nil {
				a.phone.seen = map[types.JID]string{}
			}
			a.phone.seen[jid] = string(cursor)
			return nil
		}
		return errStray
	})
}

func (n *Network) restoreReactions(ctx context.Context) error {
	return eachJSON(ctx, n.state, kindReaction, func(id string, r reaction) error {
		number, _, _ := strings.Cut(id, "/")
		a := n.accounts[number]
		if a == nil {
			return errStray
		}
		a.phone.remember(r)
		a.phone.planned = max(a.phone.planned, r.Order)
		return nil
	})
}

// dropStrays deletes the messages of phones that were deleted when the process ended in the middle of
// it. It hops from phone to phone, without reading the messages.
func (n *Network) dropStrays(ctx context.Context) error {
	known := map[string]bool{}
	for _, a := range n.accounts {
		known[a.Transcript] = true
	}
	for _, kind := range []string{kindMessage, kindProgress, kindPast, kindLost} {
		after := ""
		for {
			rows, err := n.state.List(ctx, kind, after, 1, "")
			if err != nil {
				return fmt.Errorf("sandbox: read %s rows: %w", kind, err)
			}
			if len(rows) == 0 {
				break
			}
			name, _, _ := strings.Cut(rows[0].ID, "/")
			if prefix := name + "/"; !known[prefix] {
				if err := n.dropRows(ctx, prefix, kind); err != nil {
					return err
				}
			}
			after = name + "0" // "0" follows "/"
		}
	}
	return nil
}
