package whatsapp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"syscall"
	"testing"

	"go.mau.fi/whatsmeow"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/socket"
	wastore "go.mau.fi/whatsmeow/store"

	"wpengine/engine/api"
	"wpengine/engine/outbound"
)

func TestLibraryErrorsBecomeCodes(t *testing.T) {
	for _, test := range []struct {
		err    error
		code   api.Code // empty: not for the caller's eyes
		waCode int
	}{
		{fmt.Errorf("%w 479", whatsmeow.ErrServerReturnedError), api.CodeWhatsappError, 479},
		{fmt.Errorf("%w 463", whatsmeow.ErrServerReturnedError), api.CodeReachoutTimelocked, 463},
		{fmt.Errorf("send: %w", &whatsmeow.IQError{Code: 429, Text: "rate-overlimit"}), api.CodeWhatsappError, 429},
		{whatsmeow.ErrMessageTimedOut, api.CodeWhatsappError, 0},
		{whatsmeow.ErrIQTimedOut, api.CodeWhatsappError, 0},
		{context.DeadlineExceeded, api.CodeWhatsappError, 0},
		{&whatsmeow.DisconnectedError{Action: "message send"}, api.CodeWhatsappError, 0},
		{fmt.Errorf("failed to send message node: %w", whatsmeow.ErrNotConnected), api.CodeClientNotConnected, 0},
		{fmt.Errorf("failed to send message node: %w", socket.ErrSocketClosed), api.CodeClientNotConnected, 0},
		{fmt.Errorf("failed to write frame: %w", io.ErrClosedPipe), api.CodeWhatsappError, 0},
		{&net.OpError{Op: "write", Err: syscall.ECONNRESET}, api.CodeWhatsappError, 0},
		{whatsmeow.ErrNotLoggedIn, api.CodeClientNotPaired, 0},
		{wastore.ErrDeviceDeleted, api.CodeClientNotPaired, 0},
		{fmt.Errorf("failed to get group members: %w", whatsmeow.ErrGroupNotFound), api.CodeRecipientNotOnWhatsapp, 0},
		{fmt.Errorf("failed to get group members: %w", whatsmeow.ErrNotInGroup), api.CodeRecipientNotOnWhatsapp, 0},
		{noClient("x"), api.CodeNotFound, 0},
		{errors.New("disk I/O error"), "", 0},
		{context.Canceled, "", 0},
	} {
		got := apiError(test.err)
		var e *api.Error
		if !errors.As(got, &e) {
			e = &api.Error{}
		}
		if e.Code != test.code || e.WACode != test.waCode {
			t.Errorf("%v: got %s %d, want %s %d", test.err, e.Code, e.WACode, test.code, test.waCode)
		}
		if !errors.Is(got, test.err) {
			t.Errorf("%v: the cause is lost in %v", test.err, got)
		}
	}
	if err := apiError(nil); err != nil {
		t.Errorf("nil becomes %v", err)
	}
}

func TestConnectErrorsAreExplainedWithoutSecrets(t *testing.T) {
	for want, err := range map[string]error{
		"client's proxy hangs up. Without it": fmt.Errorf("dial: %w", &outbound.ProxyError{Text: "hangs up", Err: errors.New("a secret")}),
		"no proxy that has room":              fmt.Errorf("dial: %w", api.Errorf(api.CodeConflict, "The pool has no proxy that has room.")),
		"cannot be resolved":                  &net.OpError{Op: "dial", Err: &net.DNSError{Name: "web.whatsapp.com"}},
		"in time":                             fmt.Errorf("dial: %w", context.DeadlineExceeded),
		"signed by somebody":                  errors.New("noise handshake failed: failed to verify server cert: failed to verify intermediate cert signature"),
		"log says why":                        errors.New("user:secret"),
	} {
		got := connectDetail(err)
		if !strings.Contains(got, want) || strings.Contains(got, "secret") {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

func TestLibraryLogHoldsNoStanzas(t *testing.T) {
	var out bytes.Buffer
	log := newLibraryLog(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))).Sub("Recv")
	node := &waBinary.Node{Tag: "message", Attrs: waBinary.Attrs{"from": "15551234567"}, Content: []byte("a secret")}
	log.Debugf("%s", node)
	if out.Len() > 0 {
		t.Errorf("a debug message is logged: %s", &out)
	}
	log.Warnf("Node handling took %s for %s", "5s", node)
	log.Errorf("Odd %v %v", *node, (*waBinary.Node)(nil))
	log.Infof("%s", strings.Repeat("x", 2*maxLogged))
	text := out.String()
	if strings.Contains(text, "secret") || strings.Contains(text, "15551234567") || strings.Count(text, "<message>") != 2 || !strings.Contains(text, "module=Recv") {
		t.Errorf("logged:\n%s", text)
	}
	if len(text) > 3*maxLogged {
		t.Errorf("%d bytes are logged", len(text))
	}
}
