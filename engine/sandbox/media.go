package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"time"
)

const (
	maxMedia     = 64 << 20            // bytes of one file
	maxUploads   = 4                   // at the same time
	mediaLife    = 30 * 24 * time.Hour // after which a file is gone, as on the real network
	mediaAuth    = "sandbox"
	mediaHost    = "mmg.whatsapp.net"
	mediaTimeKey = "20060102T150405.000000000"
)

// mediaServers names the hosts of the media service. The attributes are all required. Any host will do:
// the transport leads here whatever the name.
func mediaServers() stanza {
	return node("media_conn", attrs{"auth": mediaAuth, "ttl": 300, "auth_ttl": 21600, "max_buckets": 12, "is_new": 1},
		node("host", attrs{"hostname": mediaHost, "type": "primary"}))
}

// mediaInfo describes a file; its content is in a row of its own.
type mediaInfo struct {
	Size int
	Type string // image, video …
	At   time.Time

	Expired bool `json:",omitempty"` // before its time
}

// upload takes POST /mms/TYPE/TOKEN?auth=…&token=TOKEN, where the token is the SHA-256 of the body. The
// body is encrypted: the network can't see what it is. What is for a channel comes to /newsletter/TYPE/TOKEN, and is
// not encrypted. A DELETE, which clients send when they have read
// their history, needs no more than an answer.
func (n *Network) upload(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	switch {
	case r.Method == http.MethodDelete:
		return
	case r.Method != http.MethodPost || query.Get("auth") != mediaAuth:
		http.Error(w, "forbidden", http.StatusForbidden)
		return
	}
	select {
	case n.uploads <- struct{}{}:
		defer func() { <-n.uploads }()
	case <-r.Context().Done():
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxMedia))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		http.Error(w, "the body ended early", http.StatusBadRequest)
		return
	}
	sum := sha256.Sum256(body)
	token := base64.URLEncoding.EncodeToString(sum[:])
	if query.Get("token") != token {
		http.Error(w, "the token doesn't match the body", http.StatusBadRequest)
		return
	}
	id, err := n.keepMedia(r.Context(), path.Base(path.Dir(r.URL.Path)), token, body)
	if err != nil {
		n.log.Error("the simulated network can't keep a file", "error", err)
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	}
	direct := directPath(id)
	answer, err := json.Marshal(map[string]string{
		"url": "https://" + r.Host + direct, "direct_path": direct, "handle": token, "object_id": id,
	})
	if err != nil {
		http.Error(w, "unavailable", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(answer)
}

// directPath is where clients get a file. They append "&hash=…", so there must be a query already.
func directPath(id string) string {
	return "/v/t62.sbx/" + url.PathEscape(id) + "?ccb=11-4&oh=sbx&oe=FFFFFFFF"
}

// keepMedia writes a file, and forgets one or two that are too old.
func (n *Network) keepMedia(ctx context.Context, kind, token string, body []byte) (id string, err error) {
	now := n.now().UTC()
	if err := n.journal.room(ctx); err != nil {
		return "", err
	}
	old, err := n.state.List(ctx, kindMedia, "", 2, "")
	if err != nil {
		return "", fmt.Errorf("sandbox: read media rows: %w", err)
	}
	id = now.Format(mediaTimeKey) + "-" + token
	position := n.among(nil, func(t *tx) {
		for _, row := range old {
			if row.ID < now.Add(-mediaLife).Format(mediaTimeKey) {
				t.drop(kindMedia, row.ID)
				t.drop(kindMediaData, row.ID)
			}
		}
		t.addMedia(id, kind, body)
	})
	return id, n.journal.wait(ctx, position)
}

func (t *tx) addMedia(id, kind string, body []byte) {
	t.put(kindMedia, id, mediaInfo{Size: len(body), Type: kind, At: t.now().UTC()})
	t.putRaw(kindMediaData, id, body)
}

// fetchMedia reads a file. It returns ErrMediaGone for one that is too old or was never there.
func (n *Network) fetchMedia(ctx context.Context, id string) ([]byte, error) {
	if id < n.now().UTC().Add(-mediaLife).Format(mediaTimeKey) {
		return nil, ErrMediaGone
	}
	rows, err := n.state.List(ctx, kindMediaData, "", 1, id)
	switch {
	case err != nil:
		return nil, fmt.Errorf("sandbox: read a file: %w", err)
	case len(rows) == 0 || rows[0].ID != id:
		return nil, ErrMediaGone
	}
	return rows[0].Data, nil
}

// mediaInfo describes a file that was uploaded.
func (n *Network) mediaInfo(ctx context.Context, id string) (info mediaInfo, err error) {
	rows, err := n.state.List(ctx, kindMedia, "", 1, id)
	switch {
	case err != nil:
		return info, fmt.Errorf("sandbox: read about a file: %w", err)
	case id == "" || len(rows) == 0 || rows[0].ID != id:
		return info, ErrMediaGone
	}
	return info, json.Unmarshal(rows[0].Data, &info)
}

// download takes GET /v/…/ID. What has expired is 410, after which the library doesn't try again.
func (n *Network) download(w http.ResponseWriter, r *http.Request) {
	id := path.Base(r.URL.Path)
	info, err := n.mediaInfo(r.Context(), id)
	if err == nil && info.Expired {
		err = ErrMediaGone
	}
	var data []byte
	if err == nil {
		data, err = n.fetchMedia(r.Context(), id)
	}
	switch {
	case errors.Is(err, ErrMediaGone):
		http.Error(w, "gone", http.StatusGone)
	case err != nil:
		n.log.Error("the simulated network can't read a file", "error", err)
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
	default:
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write(data)
	}
}
