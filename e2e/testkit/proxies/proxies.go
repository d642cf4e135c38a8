// Package proxies is outbound proxies for tests: they ask for a name and a password, lead where the test wants, and tell
// what went through them.
package proxies

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
)

// The kinds of proxies.
const (
	HTTP  = "http"
	SOCKS = "socks5"
)

// Proxy is a proxy on this machine.
type Proxy struct {
	kind, user, password string
	route                func(address string) string

	mu       sync.Mutex
	listener net.Listener
	stopped  bool
	address  string
	open     map[net.Conn]bool
	asked    []string
	sources  map[string]bool
	refused  int
	serving  sync.WaitGroup
}

// Start starts a proxy for one user, which connects to route(address) instead of an address that it is asked for. It ends
// with the test.
func Start(t testing.TB, kind, user, password string, route func(address string) string) *Proxy {
	t.Helper()
	p := &Proxy{kind: kind, user: user, password: password, route: route, address: "127.0.0.1:0", open: map[net.Conn]bool{}, sources: map[string]bool{}}
	p.Resume(t)
	t.Cleanup(p.Stop)
	return p
}

// Resume starts the proxy again after Stop, at the same address.
func (p *Proxy) Resume(t testing.TB) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	p.mu.Lock()
	p.listener, p.address, p.stopped = listener, listener.Addr().String(), false
	p.mu.Unlock()
	p.serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			p.serving.Go(func() { p.serve(conn) })
		}
	})
}

// Stop ends the proxy and all connections through it.
func (p *Proxy) Stop() {
	p.mu.Lock()
	p.stopped = true
	_ = p.listener.Close()
	for conn := range p.open {
		_ = conn.Close()
	}
	p.mu.Unlock()
	p.serving.Wait()
}

// StopListening lets nobody else in. What is connected through the proxy stays so.
func (p *Proxy) StopListening() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.listener.Close()
}

// Address is its host and port.
func (p *Proxy) Address() string { return p.address }

// URL is where it is, with the credentials.
func (p *Proxy) URL() string { return p.URLWith(p.password) }

// URLWith is where it is, with another password.
func (p *Proxy) URLWith(password string) string {
	return p.kind + "://" + p.user + ":" + password + "@" + p.address
}

// Asked lists the addresses that it was asked to connect to.
func (p *Proxy) Asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.asked...)
}

// Refused is how many wanted in with other credentials.
func (p *Proxy) Refused() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refused
}

// MadeConnection reports whether the proxy has made the connection that its other end sees as coming from an address.
func (p *Proxy) MadeConnection(from string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sources[from]
}

func (p *Proxy) serve(conn net.Conn) {
	if !p.keep(conn) {
		return
	}
	defer p.drop(conn)
	begin := p.serveHTTP
	if p.kind == SOCKS {
		begin = p.serveSOCKS
	}
	reader := bufio.NewReader(conn)
	target, answer := begin(conn, reader)
	if target == "" {
		return
	}
	p.mu.Lock()
	p.asked = append(p.asked, target)
	p.mu.Unlock()
	to, err := new(net.Dialer).DialContext(context.Background(), "tcp", p.route(target))
	if err != nil || !p.keep(to) {
		answer(false)
		return
	}
	defer p.drop(to)
	answer(true)
	var back sync.WaitGroup
	back.Go(func() {
		_, _ = io.Copy(conn, to)
		_ = conn.Close()
	})
	_, _ = io.Copy(to, reader)
	_ = to.Close()
	back.Wait()
}

// keep notes a connection, unless the proxy has stopped.
func (p *Proxy) keep(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		_ = conn.Close()
		return false
	}
	p.open[conn] = true
	p.sources[conn.LocalAddr().String()] = true
	return true
}

func (p *Proxy) drop(conn net.Conn) {
	_ = conn.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, conn)
}

func (p *Proxy) refuse() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused++
}

func (p *Proxy) serveHTTP(conn net.Conn, reader *bufio.Reader) (target string, answer func(bool)) {
	r, err := http.ReadRequest(reader)
	if err != nil || r.Method != http.MethodConnect {
		_, _ = io.WriteString(conn, "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
		return "", nil
	}
	if r.Header.Get("Proxy-Authorization") != "Basic "+base64.StdEncoding.EncodeToString([]byte(p.user+":"+p.password)) {
		p.refuse()
		_, _ = io.WriteString(conn, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
		return "", nil
	}
	return r.Host, func(ok bool) {
		status := "200 OK"
		if !ok {
			status = "502 Bad Gateway"
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 "+status+"\r\n\r\n")
	}
}

func (p *Proxy) serveSOCKS(conn net.Conn, reader *bufio.Reader) (target string, answer func(bool)) {
	read := func(n int) []byte {
		b := make([]byte, n)
		if _, err := io.ReadFull(reader, b); err != nil {
			return make([]byte, n)
		}
		return b
	}
	hello := read(2)
	if hello[0] != 5 {
		return "", nil
	}
	read(int(hello[1]))
	_, _ = conn.Write([]byte{5, 2})
	read(1)
	user := string(read(int(read(1)[0])))
	if password := string(read(int(read(1)[0]))); user != p.user || password != p.password {
		p.refuse()
		_, _ = conn.Write([]byte{1, 1})
		return "", nil
	}
	_, _ = conn.Write([]byte{1, 0})
	var host string
	switch read(4)[3] {
	case 1:
		host = net.IP(read(4)).String()
	case 4:
		host = net.IP(read(16)).String()
	case 3:
		host = string(read(int(read(1)[0])))
	}
	port := binary.BigEndian.Uint16(read(2))
	return net.JoinHostPort(host, strconv.Itoa(int(port))), func(ok bool) {
		code := byte(0)
		if !ok {
			code = 5
		}
		_, _ = conn.Write([]byte{5, code, 0, 1, 0, 0, 0, 0, 0, 0})
	}
}
