package outbound

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strconv"
)

// What SOCKS 5 is made of: RFC 1928, and RFC 1929 for the password.
const (
	socksVersion   = 5
	socksNoLogin   = 0
	socksPassword  = 2
	socksConnect   = 1
	socksIPv4      = 1
	socksName      = 3
	socksIPv6      = 4
	passwordFormat = 1
)

// socksReplies are what a proxy says in answer to a request, from 1.
var socksReplies = []string{
	"has failed", "may not connect to %s", "has no network to %s", "finds no way to %s", "was refused by %s", "got no answer from %s in time",
	"does not know how to connect", "does not know addresses such as %s",
}

// socks asks a SOCKS 5 proxy for a tunnel. A name is left to the proxy to look up.
func socks(conn net.Conn, proxy *url.URL, address string) (net.Conn, error) {
	if err := socksLogin(conn, proxy.User); err != nil {
		return nil, err
	}
	request, err := socksRequest(address)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Write(request); err != nil {
		return nil, err
	}
	var answer [5]byte // up to the first byte of the address that the proxy connects from
	if _, err := io.ReadFull(conn, answer[:]); err != nil {
		return nil, err
	}
	if answer[0] != socksVersion {
		return nil, errNotSOCKS
	}
	if code := int(answer[1]); code != 0 {
		text := fmt.Sprintf("answers with the unknown code %d", code)
		if code <= len(socksReplies) {
			if text = socksReplies[code-1]; code > 1 && code != 7 {
				text = fmt.Sprintf(text, address)
			}
		}
		return nil, &ProxyError{Text: text, Reached: true}
	}
	rest := 2 // the port
	switch answer[3] {
	case socksIPv4:
		rest += net.IPv4len - 1
	case socksIPv6:
		rest += net.IPv6len - 1
	case socksName:
		rest += int(answer[4])
	default:
		return nil, errNotSOCKS
	}
	if _, err := io.ReadFull(conn, make([]byte, rest)); err != nil {
		return nil, err
	}
	return conn, nil
}

var errNotSOCKS = &ProxyError{Text: "does not answer as a SOCKS 5 proxy does"}

// socksLogin agrees on how to log in, and does.
func socksLogin(conn net.Conn, user *url.Userinfo) error {
	hello := []byte{socksVersion, 1, socksNoLogin}
	if user != nil {
		hello = []byte{socksVersion, 2, socksNoLogin, socksPassword}
	}
	if _, err := conn.Write(hello); err != nil {
		return err
	}
	var answer [2]byte
	if _, err := io.ReadFull(conn, answer[:]); err != nil {
		return err
	}
	switch {
	case answer[0] != socksVersion:
		return errNotSOCKS
	case answer[1] == socksNoLogin:
		return nil
	case user == nil:
		return &ProxyError{Text: "asks for a user name and a password, and its URL has none"}
	case answer[1] != socksPassword:
		return &ProxyError{Text: "takes no user name and password"}
	}
	password, _ := user.Password()
	name := user.Username()
	if len(name) > 255 || len(password) > 255 {
		return &ProxyError{Text: "takes no user name or password of more than 255 bytes"}
	}
	login := append([]byte{passwordFormat, byte(len(name))}, name...)
	login = append(append(login, byte(len(password))), password...)
	if _, err := conn.Write(login); err != nil {
		return err
	}
	if _, err := io.ReadFull(conn, answer[:]); err != nil {
		if errors.Is(err, io.EOF) { // how many say no
			return &ProxyError{Text: "refuses the user name or the password", Err: err}
		}
		return err
	}
	if answer[1] != 0 {
		return &ProxyError{Text: "refuses the user name or the password"}
	}
	return nil
}

// socksRequest asks to connect to a host and port.
func socksRequest(address string) ([]byte, error) {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return nil, err
	}
	request := []byte{socksVersion, socksConnect, 0}
	if ip, err := netip.ParseAddr(host); err == nil {
		kind := byte(socksIPv6)
		if ip = ip.Unmap(); ip.Is4() {
			kind = socksIPv4
		}
		request = append(append(request, kind), ip.AsSlice()...)
	} else {
		if len(host) > 255 {
			return nil, fmt.Errorf("the host %.20s… is too long for SOCKS 5", host)
		}
		request = append(append(request, socksName, byte(len(host))), host...)
	}
	return append(request, byte(port>>8), byte(port)), nil
}
