package sandbox

import (
	"fmt"
	"strconv"

	"go.mau.fi/whatsmeow/proto/waServerSync"
	"google.golang.org/protobuf/proto"
)

// handleAppState reads and extends the collections of app state: settings that an account's devices
// share. The network sees them as lists of encrypted patches; patch i makes version i.
func (t *tx) handleAppState(c *conn, s *stanza) {
	sync, _ := child(s, "sync")
	var answers []stanza
	for _, collection := range sync.GetChildrenByTag("collection") {
		answers = append(answers, t.appState(c.device, collection))
	}
	t.send(c, iqResult(s, node("sync", nil, answers...)))
}

func (t *tx) appState(d *device, collection stanza) stanza {
	a, name := d.owner, attrText(collection, "name")
	version, _ := strconv.Atoi(attrText(collection, "version"))
	patch, changes := child(&collection, "patch")
	current := len(a.patches[name])
	switch {
	case changes && version != current:
		return node("collection", attrs{"name": name, "type": "error", "has_more_patches": "false"},
			node("error", attrs{"code": "409", "text": "conflict"}), node("patches", nil, patchNodes(a.patches[name], version)...))
	case changes:
		if err := t.addPatch(a, name, contentBytes(patch), d); err != nil {
			return node("collection", attrs{"name": name, "type": "error", "has_more_patches": "false"},
				node("error", attrs{"code": "400", "text": "bad-request"}))
		}
		return node("collection", attrs{"name": name, "type": "result", "version": len(a.patches[name])})
	case version < current:
		return node("collection", attrs{"name": name, "version": current, "has_more_patches": "false"},
			node("patches", nil, patchNodes(a.patches[name], version)...))
	}
	return node("collection", attrs{"name": name, "version": current, "has_more_patches": "false"})
}

func patchNodes(patches [][]byte, after int) []stanza {
	var nodes []stanza
	for i := max(after, 0); i < len(patches); i++ {
		nodes = append(nodes, leaf("patch", patches[i]))
	}
	return nodes
}

// addPatch numbers a patch, keeps it, and tells the other devices of the account.
func (t *tx) addPatch(a *account, name string, raw []byte, from *device) error {
	t.insist(a)
	var patch waServerSync.SyncdPatch
	if err := proto.Unmarshal(raw, &patch); err != nil {
		return err
	}
	version := len(a.patches[name]) + 1
	patch.Version = &waServerSync.SyncdVersion{Version: proto.Uint64(uint64(version))}
	numbered, err := proto.Marshal(&patch)
	if err != nil {
		return err
	}
	a.patches[name] = append(a.patches[name], numbered)
	t.putRaw(kindPatch, patchID(a, name, version), numbered)
	if from != nil {
		a.phone.noteFresh(t, name, version)
	}
	for _, d := range a.sortedDevices() {
		if d != from && d.Welcomed {
			t.deliver(d, t.notification("server_sync", a.pn(), nil,
				node("collection", attrs{"name": name, "version": version})))
		}
	}
	return nil
}

func patchID(a *account, collection string, version int) string {
	return fmt.Sprintf("%s/%s/%08d", a.Number, collection, version)
}
