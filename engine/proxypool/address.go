package proxypool

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"wpengine/engine/outbound"
)

// address is where a proxy is, with its credentials.
type address struct{ url *url.URL }

// parseAddress reads the URL of a proxy. Its errors never repeat the URL, which may hold a password.
func parseAddress(text string, allowPrivate bool) (address, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") { // whatever stands before a colon is then a host, or a name
		return address{}, errors.New("the URL has no scheme; begin with http://, https:// or socks5://")
	}
	u, err := url.Parse(text)
	if err != nil {
		return address{}, errors.New("the URL cannot be read; it must look like socks5://user:password@proxy.example:1080, with special characters percent-encoded")
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch u.Scheme {
	case "http", "https", "socks5":
	case "socks5h": // how some programs say that the proxy looks up names, which we always have it do
		u.Scheme = "socks5"
	default:
		return address{}, fmt.Errorf("the scheme %s is not supported; http, https, socks5 and socks5h are", u.Scheme)
	}
	if u.Hostname() == "" {
		return address{}, errors.New("the URL has no host")
	}
	if port, err := strconv.Atoi(u.Port()); err != nil || port < 1 || port > 65535 {
		return address{}, errors.New("the URL needs a port from 1 to 65535, as in proxy.example:1080")
	}
	if u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return address{}, errors.New("the URL has something after the port")
	}
	if u.Scheme == "socks5" && u.User != nil {
		// RFC 1929: a length byte each.
		if password, _ := u.User.Password(); len(u.User.Username()) > 255 || len(password) > 255 {
			return address{}, errors.New("the user name or the password is longer than the 255 bytes that SOCKS 5 takes")
		}
	}
	if !outbound.IsHost(u.Hostname()) {
		return address{}, errors.New("the host is neither a name, which has letters from a to z (other letters as xn--…), nor an IP address")
	}
	if !allowPrivate && outbound.IsPrivate(u.Hostname()) {
		return address{}, errors.New("the host is a private or local address, which a proxy may have only where the engine is started with --allow-private-proxies")
	}
	u.Path = ""
	return address{u}, nil
}

// identity is what makes two addresses the same proxy: all but the password.
func (a address) identity() string {
	return a.url.Scheme + "\x00" + a.url.User.Username() + "\x00" + net.JoinHostPort(a.url.Hostname(), a.url.Port())
}

// masked is the address without the password.
func (a address) masked() string {
	host := net.JoinHostPort(a.url.Hostname(), a.url.Port())
	if a.url.User == nil {
		return a.url.Scheme + "://" + host
	}
	user := url.User(a.url.User.Username()).String()
	if _, has := a.url.User.Password(); has {
		user += ":***"
	}
	return a.url.Scheme + "://" + user + "@" + host
}

func (a address) String() string { return a.url.String() }
