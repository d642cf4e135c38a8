package tryit

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// nothingMore at the end of a text says that the writer hangs up.
const nothingMore = "\x04"

// raw writes a text to a server, and reads the statuses of what it answers until it hangs up. It waits for the expected ones before it
// hangs up itself: then the reader has left.
func raw(t *testing.T, address, text string, expected int) []int {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	text, early := strings.CutSuffix(text, nothingMore)
	_, _ = io.WriteString(conn, text) // it may hang up before the end
	var statuses []int
	from := bufio.NewReader(conn)
	for {
		if early || len(statuses) >= expected {
			_ = conn.(*net.TCPConn).CloseWrite()
		}
		answer, err := http.ReadResponse(from, nil)
		if err != nil {
			return statuses
		}
		_, err = io.Copy(io.Discard, answer.Body)
		if statuses = append(statuses, answer.StatusCode); err != nil {
			return statuses
		}
	}
}

// TestNoBytesAreAnotherRequest writes what two readers of HTTP could understand in two ways. Whatever the proxy takes it for, the server
// sees only requests that the proxy has answered, and whole ones.
func TestNoBytesAreAnotherRequest(t *testing.T) {
	const (
		host    = "Host: docs.example\r\n"
		panel   = host + "X-Try-It: 1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=b\r\n"
		message = "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n{}\r\n--b--\r\n"
		post    = "POST /docs/proxy/pets/open HTTP/1.1\r\n" + panel
		open    = "POST /api/open HTTP/1.1"
	)
	length := fmt.Sprintf("Content-Length: %d\r\n", len(message))
	chunk := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(message), message)
	admin := "GET /admin HTTP/1.1\r\nHost: evil\r\n\r\n"
	for _, row := range []struct {
		name, text string
		statuses   []int // of the answers; none if it hangs up
		saw        int   // requests
	}{
		{"nothing wrong", post + length + "\r\n" + message, []int{200}, 1},
		{"two in a row", post + length + "\r\n" + message + post + length + "\r\n" + message, []int{200, 200}, 2},
		{"chunks", post + "Transfer-Encoding: chunked\r\n\r\n" + chunk, []int{200}, 1},
		{"a length and chunks", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + admin, []int{200, 405}, 1},
		{"chunks and a length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + chunk + admin, []int{200, 405}, 1},
		{"two lengths", post + length + "Content-Length: 5\r\n\r\n" + message, []int{400}, 0},
		{"two lengths in one", post + fmt.Sprintf("Content-Length: %d, 5\r\n\r\n", len(message)) + message, []int{400}, 0},
		{"a length below nothing", post + "Content-Length: -5\r\n\r\n" + message, []int{400}, 0},
		{"a length with a sign", post + fmt.Sprintf("Content-Length: +%d\r\n\r\n", len(message)) + message, []int{400}, 0},
		{"a length beyond all numbers", post + "Content-Length: 99999999999999999999\r\n\r\n" + message + nothingMore, []int{400}, 0},
		{"a length of very much", post + "Content-Length: 9999999999\r\n\r\n" + message, []int{413}, 0},
		{"a length that is too short", post + "Content-Length: 10\r\n\r\n" + message, []int{400, 400}, 0},
		{"a length that is too long", post + "Content-Length: 9999\r\n\r\n" + message + nothingMore, []int{400}, 0},
		{"chunks twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + chunk, []int{501}, 0},
		{"chunks by another name", post + "Transfer-Encoding: xchunked\r\n\r\n" + chunk, []int{501}, 0},
		{"chunks last of two", post + "Transfer-Encoding: gzip, chunked\r\n\r\n" + chunk, []int{501}, 0},
		{"chunks after a tab", post + "Transfer-Encoding:\tchunked\r\n\r\n" + chunk, []int{200}, 1},
		{"chunks before a blank", post + "Transfer-Encoding : chunked\r\n" + length + "\r\n" + message, []int{400}, 0},
		{"chunks on a line of their own", post + "Transfer-Encoding:\r\n chunked\r\n" + length + "\r\n" + message, []int{400}, 0},
		{"a chunk without an end", post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n" + message, []int{400}, 0},
		{"a chunk with more to it", post + "Transfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x;a=\"\r\n\"\r\n%s\r\n0\r\n\r\n", len(message), message), []int{400}, 0},
		{"a chunk of another number", post + "Transfer-Encoding: chunked\r\n\r\n0x" + chunk, []int{400}, 0},
		{"trailers", post + "Transfer-Encoding: chunked\r\nTrailer: X-Api-Key\r\n\r\n" + strings.TrimSuffix(chunk, "\r\n") + "X-Api-Key: evil\r\n\r\n", []int{200}, 1},
		{"a request after the message", post + length + "\r\n" + message + admin, []int{200, 405}, 1},
		{"a request in what is left of the message", post + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(message)+len(admin)) + message + admin, []int{200}, 1},
		{"a header before a line break alone", post + length + "X-A: b\nX-Api-Key: evil\r\n\r\n" + message, []int{200}, 1},
		{"a header with a line break in the middle", post + length + "X-A: b\rX-Api-Key: evil\r\n\r\n" + message, []int{400}, 0},
		{"a header with an end of text", post + length + "X-A: b\x00\r\n\r\n" + message, []int{400}, 0},
		{"a header without a name", post + length + ": evil\r\n\r\n" + message, []int{400}, 0},
		{"a header with a blank in its name", post + length + "X Api Key: evil\r\n\r\n" + message, []int{400}, 0},
		{"headers without an end", post + strings.Repeat("X-A: "+strings.Repeat("x", 1000)+"\r\n", 2000), []int{431}, 0},
		{"no host", strings.Replace(post, host, "", 1) + length + "\r\n" + message, []int{400}, 0},
		{"two hosts", post + host + length + "\r\n" + message, []int{400}, 0},
		{"a host with a path", strings.Replace(post, host, "Host: docs.example/x\r\n", 1) + length + "\r\n" + message, []int{400}, 0},
		{"the address of another server", strings.Replace(post, "/docs", "http://INSIDE/docs", 1) + length + "\r\n" + message, []int{200}, 1}, // it is for this one, by its path
		{"another server", strings.Replace(post, "/docs/proxy/pets/open", "http://INSIDE/", 1) + length + "\r\n" + message, []int{404}, 0},
		{"a host for an address", strings.Replace(post, "/docs/proxy/pets/open", "INSIDE", 1) + length + "\r\n" + message, []int{400}, 0},
		{"two slashes first", strings.Replace(post, "/docs", "//docs", 1) + length + "\r\n" + message, []int{404}, 0},
		{"a tunnel", "CONNECT INSIDE HTTP/1.1\r\n" + panel + "\r\n", []int{405}, 0},
		{"a tunnel with a path", strings.Replace(post, "POST", "CONNECT", 1) + length + "\r\n" + message, []int{405}, 0},
		{"an old HTTP", "POST /docs/proxy/pets/open\r\n\r\n", []int{400}, 0},
		{"a new HTTP", strings.Replace(post, "HTTP/1.1", "HTTP/3.0", 1) + length + "\r\n" + message, []int{505}, 0},
		{"HTTP/1.0", strings.Replace(post, "HTTP/1.1", "HTTP/1.0", 1) + length + "\r\n" + message, []int{200}, 1},
		{"HTTP/2 without saying so", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []int{405}, 0},
		{"a wait for permission", post + "Expect: 100-continue\r\n" + length + "\r\n" + message, []int{100, 200}, 1},
		{"an expectation of something else", post + "Expect: evil\r\n" + length + "\r\n" + message, []int{417}, 0},
		{"a packed message", post + "Content-Encoding: gzip\r\n" + length + "\r\n" + message, []int{200}, 1}, // nothing is unpacked: it is what it is
		{"a header that goes on", post + length + "X-A: b\r\n X-Api-Key: evil\r\n\r\n" + message, []int{200}, 1},
		{"a host that is a wide address", strings.Replace(post, host, "Host: \uff11\uff12\uff17.0.0.1\r\n", 1) + length + "\r\n" + message, []int{400}, 0},
		{"a move to WebSocket", post + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + length + "\r\n" + message, []int{200}, 1},
		{"a method of two words", strings.Replace(post, "POST", "POST POST", 1) + length + "\r\n" + message, []int{400}, 0},
		{"a line break in the address", strings.Replace(post, "/open", "/open\r\nX-Api-Key: evil\r\n", 1) + length + "\r\n" + message, []int{400}, 0},
		{"bytes in the address", strings.Replace(post, "/open", "/open\xff", 1) + length + "\r\n" + message, []int{404}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := newArena(t, Config{})
			site := httptest.NewServer(a.proxy)
			defer site.Close()
			got := raw(t, site.Listener.Addr().String(), strings.ReplaceAll(row.text, inside, a.inside.Addr().String()), len(row.statuses))
			if !slices.Equal(got, row.statuses) {
				t.Errorf("it answered %v, want %v", got, row.statuses)
			}
			seen := a.saw.take()
			for _, text := range seen {
				if !strings.HasPrefix(text, open+"\r\n") || strings.Contains(text, canary) || strings.Contains(text, "NOT A REQUEST") {
					t.Errorf("the server saw\n%s", text)
				}
			}
			if len(seen) != row.saw {
				t.Errorf("the server saw %d requests, want %d", len(seen), row.saw)
			}
			if a.reached.Load() > 0 {
				t.Error("a server was reached that nobody named")
			}
		})
	}
}
