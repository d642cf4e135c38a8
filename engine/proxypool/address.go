package proxypool

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// address is where a proxy is, with its credentials.
type address struct{ url *url.URL }

// parseAddress reads the URL of a proxy. Its errors never repeat the URL, which may hold a password.
func parseAddress(text string, allowPrivate bool) (address, error) {
	u, err := url.Parse(text)
	if err != nil {
		return address{}, errors.New("the URL cannot be read; it must look like socks5://user:password@proxy.example:1080, with special characters percent-encoded")
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch u.Scheme {
	case "http", "https", "socks5":
	case "":
		return address{}, errors.New("the URL has no scheme; begin with http://, https:// or socks5://")
	default:
		return address{}, fmt.Errorf("the scheme %s is not supported; http, https and socks5 are", u.Scheme)
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
	if endsInNumber(u.Hostname()) || !isPlain(u.Hostname()) {
		return address{}, errors.New("the host is neither a name, which has letters from a to z (other letters as xn--…), nor an IP address")
	}
	if !allowPrivate && isPrivate(u.Hostname()) {
		return address{}, errors.New("the host is a private or local address, which a proxy may not have")
	}
	u.Path = ""
	return address{u}, nil
}

// endsInNumber reports whether a host that is no IP address would yet be taken for one by a resolver, which reads
// 127.1, 2130706433 and 0x7f.0.0.1 as 127.0.0.1. No top-level domain is a number.
func endsInNumber(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	host = strings.TrimSuffix(host, ".")
	last := host[strings.LastIndexByte(host, '.')+1:]
	hex, isHex := strings.CutPrefix(last, "0x")
	return last != "" && strings.Trim(last, "0123456789") == "" || isHex && strings.Trim(hex, "0123456789abcdef") == ""
}

// isPlain reports whether a host has no letters but those that an address is made of on the wire. Others would be
// turned into these when it is dialled, and １２７.０.０.１ into 127.0.0.1.
func isPlain(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == ""
}

// isPrivate reports whether a host names this machine or one that only its own network reaches. It is a guard
// against mistakes, not against administrators: what a name resolves to is not looked up.
func isPrivate(host string) bool {
	host = strings.TrimSuffix(host, ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	addr = embedded(addr.Unmap())
	return !addr.IsGlobalUnicast() || addr.IsPrivate() || carrierGrade.Contains(addr) || thisNetwork.Contains(addr)
}

// embedded returns the IPv4 address that a gateway between IPv6 and IPv4 makes of an address, or the address itself.
func embedded(addr netip.Addr) netip.Addr {
	switch bytes := addr.As16(); {
	case translated.Contains(addr):
		return netip.AddrFrom4([4]byte(bytes[12:]))
	case sixToFour.Contains(addr):
		return netip.AddrFrom4([4]byte(bytes[2:6]))
	}
	return addr
}

var (
	translated   = netip.MustParsePrefix("64:ff9b::/96")  // RFC 6052
	sixToFour    = netip.MustParsePrefix("2002::/16")     // RFC 3056
	carrierGrade = netip.MustParsePrefix("100.64.0.0/10") // RFC 6598
	thisNetwork  = netip.MustParsePrefix("0.0.0.0/8")     // RFC 1122, 3.2.1.3
)

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
