package tryit

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"wpengine/docsite/reference"
)

// MediaType is what an answer of the server comes in: frames, each a byte that says of which kind it is, four bytes with
// its length, and as many bytes. The first is a head, the last an end or a problem. A stream that stops without one was cut
// between here and the reader.
const MediaType = "application/vnd.docsite.tryit"

// The kinds of frames.
const (
	frameHead    = 'H' // status and headers, as JSON
	frameData    = 'D' // bytes of the body, as they came
	frameEnd     = 'E' // the answer is whole, or cut where it became too long
	frameProblem = 'P' // why the answer is not whole
)

// frameBytes is how much of a body is in a frame, at most: more than net/http takes at once, because it writes a frame in two pieces.
// frameHeader is what stands before it.
const (
	frameBytes  = 64 << 10
	frameHeader = 5
)

// answerHead is what comes before the body.
type answerHead struct {
	Status       int         `json:"status"`
	StatusText   string      `json:"statusText"`
	Headers      [][2]string `json:"headers"`
	Milliseconds int64       `json:"milliseconds"`
}

// answerEnd is what comes after it.
type answerEnd struct {
	Bytes        int64 `json:"bytes"`
	Milliseconds int64 `json:"milliseconds"`
	Truncated    bool  `json:"truncated"` // the answer has more than was passed on
}

// errLeft says that the reader has gone, which is nobody's fault.
var errLeft = errors.New("the reader left")

// envelope writes frames.
type envelope struct {
	w     http.ResponseWriter
	out   *http.ResponseController
	write time.Duration // how long the reader may take for one
}

// send writes a frame that has room for its header. Nothing is kept: where the reader is slow, so is the reading of the answer.
func (e envelope) send(kind byte, frame []byte) error {
	frame[0] = kind
	binary.BigEndian.PutUint32(frame[1:], uint32(len(frame)-frameHeader)) // a frame is small
	_ = e.out.SetWriteDeadline(time.Now().Add(e.write))
	if _, err := e.w.Write(frame); err != nil {
		return errLeft
	}
	return nil
}

func (e envelope) sendJSON(kind byte, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err // can't be: it is texts and numbers
	}
	return e.send(kind, append(make([]byte, frameHeader, frameHeader+len(text)), text...))
}

// flush sees what was sent on its way, where it isn't known that more follows at once.
func (e envelope) flush() error {
	if e.out.Flush() != nil {
		return errLeft
	}
	return nil
}

// buffers are for frames of data.
var buffers = sync.Pool{New: func() any { return new([frameHeader + frameBytes]byte) }}

// answer hands on what the server answers, as it comes.
func (p *Proxy) answer(w http.ResponseWriter, resp *http.Response, v *visit, c *clock, host string, start time.Time) error {
	if !c.headers() {
		return c.noAnswer(host, errNoHeaders)
	}
	w.Header().Set("Content-Type", MediaType)
	v.answered = true
	e := envelope{w, http.NewResponseController(w), p.bounds.write}
	head := answerHead{resp.StatusCode, reference.StatusText(resp.StatusCode), shownHeaders(resp.Header), v.firstByte.Milliseconds()}
	if err := e.sendJSON(frameHead, head); err != nil {
		return err
	}
	if resp.ContentLength != 0 {
		if err := e.flush(); err != nil {
			return err
		}
	}
	end := answerEnd{}
	err := p.body(e, resp.Body, c, &end)
	v.bytes, v.truncated = end.Bytes, end.Truncated
	end.Milliseconds = time.Since(start).Milliseconds()
	switch {
	case err == nil:
		return e.sendJSON(frameEnd, end)
	case errors.Is(err, errLeft):
		return err
	}
	err = c.noEnd(host, err)
	var broken *problem
	if errors.As(err, &broken) {
		return errors.Join(err, e.sendJSON(frameProblem, broken))
	}
	return err
}

// body hands on the body, up to where it becomes too long.
func (p *Proxy) body(e envelope, body io.Reader, c *clock, end *answerEnd) error {
	buffer := buffers.Get().(*[frameHeader + frameBytes]byte)
	defer buffers.Put(buffer)
	for {
		c.wait()
		n, err := body.Read(buffer[frameHeader:])
		c.pause()
		if room := p.bounds.answer - end.Bytes; int64(n) > room {
			n, end.Truncated = int(room), true
		}
		end.Bytes += int64(n)
		if n > 0 {
			if err := e.send(frameData, buffer[:frameHeader+n]); err != nil {
				return err
			}
		}
		switch {
		case end.Truncated, errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case n == frameBytes:
			continue // no writer holds back that much
		}
		if err := e.flush(); err != nil {
			return err
		}
	}
}

// shownHeaders are the answer's headers by name, but for those between two neighbours and for
// cookies: a session of the server has no business on this site.
func shownHeaders(header http.Header) [][2]string {
	all := [][2]string{}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		switch strings.TrimSpace(name) { // some write blanks before the colon
		case "Set-Cookie", "Set-Cookie2", "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
			"Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
			continue
		}
		for _, value := range header[name] {
			all = append(all, [2]string{name, strings.ToValidUTF8(value, "\uFFFD")})
		}
	}
	return all
}
