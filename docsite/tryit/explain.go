package tryit

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// noAnswer says why nothing came.
func (c *clock) noAnswer(host string, err error) error {
	switch cause := context.Cause(c.ctx); {
	case errors.Is(cause, errNoHeaders), errors.Is(err, errNoHeaders):
		return problemf(http.StatusGatewayTimeout, "upstream_slow", "The server is too slow", "%s did not answer within %v. It may still be working on the request.", host, c.first)
	case cause != nil:
		return errLeft
	}
	return explain(host, err)
}

// noEnd says why an answer broke off.
func (c *clock) noEnd(host string, err error) error {
	cause := context.Cause(c.ctx)
	text := err.Error()
	switch {
	case errors.Is(cause, errStalled):
		return problemf(0, "answer_stalled", "The answer stopped coming", "%s sent nothing for %v, so the connection was closed. What came until then is shown.", host, c.idle)
	case errors.Is(cause, errTooLong):
		return problemf(0, "answer_too_long", "The answer took too long", "%s was still sending, and this site waits no longer. What came until then is shown.", host)
	case cause != nil:
		return errLeft
	case strings.Contains(text, "malformed chunked"), strings.Contains(text, "invalid byte in chunk"), strings.Contains(text, "chunk"):
		return problemf(0, "answer_malformed", "The answer is malformed", "What %s sent in the middle of its answer is not HTTP. What came until then is shown.", host)
	}
	return problemf(0, "answer_cut", "The answer broke off", "%s closed the connection before its answer was complete. What came until then is shown.", host)
}

// explain says what a transport's error means to a reader. Its text is for the log only where nothing of what was sent or
// answered can be in it: a server that answers with what it was sent would have keys written there.
func explain(host string, err error) *problem {
	var unknownHost *net.DNSError
	var operation *net.OpError
	var p *problem
	switch {
	case errors.Is(err, errPrivate):
		p = problemf(http.StatusBadGateway, "upstream_private", "The server is on a private network",
			"%s leads to an address inside the network of this site, so nothing was sent. Whoever runs the site can allow that with --allow-private, or name the server by its address with --upstream.", host)
	case errors.Is(err, errReserved):
		p = problemf(http.StatusBadGateway, "upstream_private", "The server is at no address for servers",
			"%s leads to an address that is no server's on the internet, or for a machine alone, so nothing was sent. Whoever runs the site can name the server by its address with --upstream.", host)
	case errors.As(err, &unknownHost) && unknownHost.IsNotFound:
		p = problemf(http.StatusBadGateway, "upstream_unknown", "The server can't be found", "There is no host named %s.", unknownHost.Name)
	case errors.As(err, &unknownHost):
		p = problemf(http.StatusBadGateway, "upstream_dns", "The server's name can't be looked up", "The name servers of this site did not say where %s is. Send it again in a moment.", unknownHost.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		p = problemf(http.StatusBadGateway, "upstream_down", "The server is down", "Nothing is listening at %s.", host)
	case errors.As(err, &operation) && operation.Op == "dial" && operation.Timeout():
		p = problemf(http.StatusBadGateway, "upstream_unreachable", "The server can't be reached", "%s took no connection within %v. A firewall may be in between.", host, connectTime)
	case errors.As(err, &operation) && operation.Op == "dial":
		p = problemf(http.StatusBadGateway, "upstream_unreachable", "The server can't be reached", "No connection to %s could be made.", host)
	default:
		if p = explainTLS(host, err); p == nil {
			return explainAnswer(host, err)
		}
	}
	p.cause = err
	return p
}

// explainTLS is for errors of encryption; nil for others.
func explainTLS(host string, err error) *problem {
	var certificate *tls.CertificateVerificationError
	var otherName x509.HostnameError
	var invalid x509.CertificateInvalidError
	var alert tls.AlertError
	var remote *net.OpError
	why := ""
	switch {
	case errors.As(err, &remote) && remote.Op == "remote error" && (strings.Contains(err.Error(), "certificate required") || strings.Contains(err.Error(), "bad certificate")):
		return problemf(http.StatusBadGateway, "upstream_tls", "The server wants a certificate", "%s answers only those who show it a certificate of theirs, and this site has none.", host)
	case errors.As(err, new(tls.RecordHeaderError)), strings.Contains(err.Error(), "server gave HTTP response"):
		return problemf(http.StatusBadGateway, "upstream_not_http", "The server doesn't speak HTTPS", "%s answered without encryption, so nothing was sent. Is the port the right one? Or does the server's address begin with http://?", host)
	case errors.As(err, &otherName):
		why = "is for other names"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		why = "has expired, or is not valid yet"
	case errors.As(err, new(x509.UnknownAuthorityError)):
		why = "comes from nobody whom this site trusts"
	case errors.As(err, &certificate):
		why = "is not valid"
	case errors.As(err, &alert), strings.HasPrefix(err.Error(), "remote error: tls:"), strings.HasPrefix(err.Error(), "tls: "),
		strings.Contains(err.Error(), "TLS handshake timeout"):
		return problemf(http.StatusBadGateway, "upstream_tls", "No secure connection to the server", "%s and this site found no way to encrypt the connection, so nothing was sent.", host)
	default:
		return nil
	}
	return problemf(http.StatusBadGateway, "upstream_certificate", "The server can't be trusted", "The certificate of %s %s, so nothing was sent.", host, why)
}

// explainAnswer is for errors in what came back.
func explainAnswer(host string, err error) *problem {
	text := err.Error()
	contains := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(text, part) {
				return true
			}
		}
		return false
	}
	switch {
	case contains("response headers exceeded", "header list too large", "too many 1xx"):
		return problemf(http.StatusBadGateway, "upstream_headers", "The answer's headers are too large", "%s sent more than %d KiB of headers.", host, headerBytes>>10)
	case contains("connection error: COMPRESSION_ERROR", "connection error: PROTOCOL_ERROR"): // all that HTTP/2 says of it
		return problemf(http.StatusBadGateway, "upstream_headers", "The answer's headers can't be read", "%s sent more than %d KiB of headers, or what is not HTTP/2.", host, headerBytes>>10)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return problemf(http.StatusBadGateway, "upstream_hung_up", "The server hung up", "%s closed the connection without an answer.", host)
	case contains("malformed", "bad Content-Length", "unsupported transfer encoding", "too many transfer encodings", "invalid header", "Content-Length"):
		return problemf(http.StatusBadGateway, "upstream_not_http", "The server doesn't speak HTTP", "What %s answered is not HTTP. Is the port the right one?", host)
	}
	// There was a connection: it ended early, or a write found it ended.
	return problemf(http.StatusBadGateway, "upstream_hung_up", "The server hung up", "%s closed the connection without an answer.", host)
}
