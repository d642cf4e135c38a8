package rpc

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"net/http"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"wpengine/engine/api"
)

// recordTimeout is how long the record of an answer may take.
const recordTimeout = 10 * time.Second

// idempotencyKey returns the request's Idempotency-Key if it has one and the operation takes it.
func idempotencyKey(x *exchange) (string, error) {
	given := x.r.Header["Idempotency-Key"]
	if !x.op.Idempotent || len(given) == 0 {
		return "", nil
	}
	if len(given) > 1 {
		return "", api.Errorf(api.CodeInvalidRequest, "There is more than one Idempotency-Key header. Send one.")
	}
	key := given[0]
	if len(key) == 0 || len(key) > 255 {
		return "", api.Errorf(api.CodeInvalidRequest, "Idempotency-Key must have 1 to 255 characters, and has %d.", len(key))
	}
	for i := range len(key) {
		if key[i] < 0x21 || key[i] > 0x7e {
			return "", api.Errorf(api.CodeInvalidRequest, "Idempotency-Key must be of visible ASCII characters, without spaces.")
		}
	}
	return key, nil
}

// once carries a write out unless that was done before, for the same account, operation and key.
//
// Once begun it goes on when its caller hangs up: they will come back with the same key, and want to know how it went.
func (s *Server) once(ctx context.Context, x *exchange, key string, body []byte) (answer, error) {
	hash, err := s.fingerprint(body)
	if err != nil {
		return answer{}, err
	}
	ctx = context.WithoutCancel(ctx)
	running, cancel := context.WithTimeout(ctx, s.writeTimeout)
	defer cancel()
	account, operation := x.caller.UserID, x.op.ID
	first, begun, err := s.sends.Begin(running, account, operation, key, hash, x.started)
	switch {
	case err != nil:
		return answer{}, api.Errorf(api.CodeUnavailable, "The Idempotency-Key cannot be checked right now. Try again in a moment.").Because(err)
	case begun:
	case !bytes.Equal(first.RequestHash, hash):
		return answer{}, api.Errorf(api.CodeIdempotencyMismatch, "This Idempotency-Key came with another body before. Use a new key for a new request.")
	case !first.Done:
		e := api.Errorf(api.CodeIdempotencyConflict, "The first request with this Idempotency-Key is still running. Try again in a moment.")
		e.RetryAfter = time.Second
		return answer{}, e
	default:
		return answer{status: first.Status, body: first.Body, replayed: true}, nil
	}
	a := s.call(running, x, body)
	recording, cancelRecording := context.WithTimeout(ctx, recordTimeout)
	defer cancelRecording()
	if lasting(a) {
		err = s.sends.Complete(recording, account, operation, key, a.status, a.body)
	} else {
		err = s.sends.Forget(recording, account, operation, key)
	}
	if err != nil {
		// What was done is done, and the caller should hear of it. A retry finds the key taken, which is safe.
		s.log.Error("the answer to a request with an Idempotency-Key was not recorded", "operation", operation, "request_id", x.id, "error", err)
	}
	return a, nil
}

// lasting reports whether the same request would get the same answer again. An answer that tells of a passing state,
// or of a failure of ours, isn't kept: nothing was done, so a retry with the same key is safe and may go better.
func lasting(a answer) bool {
	switch a.code {
	case api.CodeNotFound, api.CodeForbidden, api.CodeConflict, api.CodeRecipientNotOnWhatsapp:
		return true
	}
	return a.status < http.StatusMultipleChoices
}

// fingerprint is the same for two bodies that say the same, whatever their white space and the order of their members. It
// is kept, so it is keyed: whoever reads the database must not find out a password in a body by trying.
func (s *Server) fingerprint(body []byte) ([]byte, error) {
	canonical := jsontext.Value(bytes.Clone(body))
	if err := canonical.Canonicalize(); err != nil {
		return nil, fmt.Errorf("rpc: canonical form of the body: %w", err)
	}
	mac := hmac.New(sha256.New, s.fingerprints)
	mac.Write(canonical)
	return mac.Sum(nil), nil
}
