package whatsapp

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"syscall"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/socket"
	wastore "go.mau.fi/whatsmeow/store"

	"wpengine/engine/api"
	"wpengine/engine/outbound"
	"wpengine/engine/store"
)

// Codes with which WhatsApp refuses a message.
const (
	codeNobody             = 404 // somebody the client knew is not on WhatsApp any more
	codeReachoutTimelocked = 463 // an account may not write to new people for now
)

// proxyPause is when to try again what a proxy has failed at.
const proxyPause = 10 * time.Second

// apiError says what an error of the library means to a caller. One that means nothing to them is returned as
// it is.
func apiError(err error) error {
	var known *api.Error
	var iq *whatsmeow.IQError
	var disconnected *whatsmeow.DisconnectedError
	var proxy *outbound.ProxyError
	switch {
	case err == nil, errors.As(err, &known), errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &proxy): // of a file: what else goes over the line that there is
		return &api.Error{Code: api.CodeUnavailable, Detail: "The client's proxy " + proxy.Text + ". Without it no file is sent or fetched.", RetryAfter: proxyPause, Err: err}
	case errors.Is(err, whatsmeow.ErrMessageTimedOut), errors.Is(err, whatsmeow.ErrIQTimedOut), errors.Is(err, context.DeadlineExceeded):
		return api.Errorf(api.CodeWhatsappError, "WhatsApp did not answer in time. It may have done what you asked for; a request with an Idempotency-Key can safely be repeated with the same one.").Because(err)
	case errors.As(err, &disconnected), lineBroke(err):
		return api.Errorf(api.CodeWhatsappError, "The connection was lost before WhatsApp answered. It may have done what you asked for; a request with an Idempotency-Key can safely be repeated with the same one.").Because(err)
	case errors.Is(err, whatsmeow.ErrNotConnected), errors.Is(err, socket.ErrSocketClosed):
		return api.Errorf(api.CodeClientNotConnected, "The client has just lost its connection. Nothing was sent; try again.").Because(err)
	case errors.Is(err, whatsmeow.ErrNotLoggedIn), errors.Is(err, wastore.ErrDeviceDeleted):
		return api.Errorf(api.CodeClientNotPaired, "The client has just been unlinked. Link it again with clients.getQr or clients.pairCode.").Because(err)
	case errors.Is(err, whatsmeow.ErrGroupNotFound):
		return &api.Error{Code: api.CodeRecipientNotOnWhatsapp, Detail: "There is no such group.", Err: err}
	case errors.Is(err, whatsmeow.ErrNotInGroup):
		return &api.Error{Code: api.CodeRecipientNotOnWhatsapp, Detail: "The client is not in this group.", Err: err}
	case errors.Is(err, whatsmeow.ErrServerReturnedError) && serverCode(err) == codeNobody:
		return &api.Error{Code: api.CodeRecipientNotOnWhatsapp, Detail: "The recipient is not on WhatsApp any more.", Err: err}
	case errors.Is(err, whatsmeow.ErrServerReturnedError):
		return refused(serverCode(err)).Because(err)
	case errors.As(err, &iq) && iq.Code != 0:
		return refused(iq.Code).Because(err)
	}
	return err
}

// lineBroke tells whether an error is the end of the connection in the middle of a write. The library passes on what
// the line says, whatever that is.
func lineBroke(err error) bool {
	if errors.Is(err, socket.ErrSocketClosed) {
		return false // before the write
	}
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}

// refused is what a caller hears when WhatsApp answers with an error code.
func refused(code int) *api.Error {
	if code == codeReachoutTimelocked {
		return &api.Error{Code: api.CodeReachoutTimelocked, WACode: code,
			Detail: "WhatsApp lets this account answer people who know it, but not write to new ones for now. Try again later."}
	}
	e := &api.Error{Code: api.CodeWhatsappError, WACode: code, Detail: fmt.Sprintf("WhatsApp answered with error %d.", code)}
	if code == 429 {
		e.Detail = "WhatsApp finds that this account asks too often (error 429). Slow down."
	}
	return e
}

// serverCode reads the code of a whatsmeow.ErrServerReturnedError, which is only in its text.
func serverCode(err error) int {
	_, text, _ := strings.Cut(err.Error(), whatsmeow.ErrServerReturnedError.Error()+" ")
	code, _ := strconv.Atoi(strings.TrimSpace(text))
	return code
}

// connectDetail says to people why a client could not connect, without a word of the proxy's credentials.
func connectDetail(err error) string {
	var proxy *outbound.ProxyError
	var unplaced *api.Error
	var status socket.ErrWithStatusCode
	var dns *net.DNSError
	var certificate *x509.UnknownAuthorityError
	var timeout net.Error
	text := err.Error()
	switch {
	case errors.As(err, &proxy):
		return "The client's proxy " + proxy.Text + ". Without it the client does not connect."
	case errors.As(err, &unplaced):
		return unplaced.Detail
	case errors.As(err, &status):
		return fmt.Sprintf("WhatsApp, or something on the way to it, answered with HTTP status %d.", status.StatusCode)
	case errors.As(err, &dns):
		return "The name of WhatsApp's server cannot be resolved. Is there a connection to the internet?"
	case errors.As(err, &certificate):
		return "The server that answered is not WhatsApp's: its certificate is not trusted."
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "WhatsApp's server cannot be reached."
	case errors.As(err, &timeout) && timeout.Timeout():
		return "WhatsApp's server did not answer in time."
	case strings.Contains(text, "verify server cert"):
		return "The server that answered is not WhatsApp's: its certificate is signed by somebody else."
	}
	return "The connection to WhatsApp failed. The engine's log says why."
}

func notPaired(row store.Client) *api.Error {
	return api.Errorf(api.CodeClientNotPaired, "Client %q is not linked to a phone. Link it with clients.getQr or clients.pairCode.", row.Name)
}

// notConnected says why a message can't be sent through a client that is linked.
func notConnected(s snapshot) *api.Error {
	e := &api.Error{Code: api.CodeClientNotConnected, Detail: fmt.Sprintf("Client %q is %s.", s.row.Name, strings.ReplaceAll(string(s.state), "_", " "))}
	if s.row.LastError.Code != "" {
		e.Detail += " " + s.row.LastError.Detail
	} else if s.run == nil {
		e.Detail += " Connect it with clients.connect."
	}
	return e
}
