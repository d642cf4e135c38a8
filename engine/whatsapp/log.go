package whatsapp

import (
	"context"
	"fmt"
	"log/slog"

	waBinary "go.mau.fi/whatsmeow/binary"
	waLog "go.mau.fi/whatsmeow/util/log"
)

// maxLogged is how much of one of the library's messages is logged, in bytes.
const maxLogged = 500

// library writes what whatsmeow logs to a slog.Logger. Its debug messages are dropped, for they hold whole
// stanzas and pairing secrets; of a stanza in any other message only the name is kept.
type library struct {
	log *slog.Logger
}

func newLibraryLog(log *slog.Logger) waLog.Logger { return library{log} }

func (library) Debugf(string, ...any) {}

// Infof logs as debug: what the library calls information is, for whoever runs the engine, detail.
func (l library) Infof(format string, args ...any) { l.write(slog.LevelDebug, format, args) }
func (l library) Warnf(format string, args ...any) { l.write(slog.LevelWarn, format, args) }

// Errorf logs as a warning: to the library a connection that is cut is an error, to the engine it is the weather.
// What a client's trouble comes to is in its state and its lastError.
func (l library) Errorf(format string, args ...any) { l.write(slog.LevelWarn, format, args) }

func (l library) Sub(module string) waLog.Logger {
	return library{l.log.With("module", module)}
}

func (l library) write(level slog.Level, format string, args []any) {
	ctx := context.Background()
	if !l.log.Enabled(ctx, level) {
		return
	}
	for i, arg := range args {
		switch node := arg.(type) {
		case *waBinary.Node:
			args[i] = stanzaName(node)
		case waBinary.Node:
			args[i] = stanzaName(&node)
		}
	}
	text := fmt.Sprintf(format, args...)
	if len(text) > maxLogged {
		text = text[:maxLogged] + "…"
	}
	l.log.Log(ctx, level, "whatsmeow", "message", text)
}

func stanzaName(node *waBinary.Node) string {
	if node == nil {
		return "<nil>"
	}
	return "<" + node.Tag + ">"
}
