package store

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"go.mau.fi/util/dbutil"
)

// slowStatement is how long one may take before the log mentions it.
const slowStatement = time.Second

// queryLog tells the log what matters about the database. Arguments are never logged: they hold hashes,
// addresses and message texts.
type queryLog struct {
	log *slog.Logger
	new bool // the database was just made
}

var _ dbutil.DatabaseLogger = &queryLog{}

// QueryTiming reports a slow statement.
func (q *queryLog) QueryTiming(ctx context.Context, method, query string, _ []any, _ int, took time.Duration, _ error) {
	if took >= slowStatement {
		q.log.WarnContext(ctx, "slow statement", "method", method, "sql", strings.Join(strings.Fields(query), " "), "took", took)
	}
}

// WarnUnsupportedVersion reports a schema newer than ours that we may still use.
func (q *queryLog) WarnUnsupportedVersion(current, compat, latest int) {
	q.log.Warn("database is newer than this program", "version", current, "compatible", compat, "known", latest)
}

// PrepareUpgrade says nothing, which every start would, but remembers whether there is anything to upgrade.
func (q *queryLog) PrepareUpgrade(current, _, _ int) { q.new = current == 0 }

// DoUpgrade reports a step of a migration.
func (q *queryLog) DoUpgrade(from, to int, message string, _ dbutil.TxnMode) {
	level := slog.LevelInfo
	if q.new {
		level = slog.LevelDebug // its steps are no upgrade
	}
	q.log.Log(context.Background(), level, "upgrading database", "from", from, "to", to, "step", message)
}

// Warn passes on what dbutil has to say.
func (q *queryLog) Warn(msg string, args ...any) {
	q.log.Warn("database", "message", msg, "args", args)
}
