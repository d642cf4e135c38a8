package store

import (
	"log/slog"
	"testing"
	"time"
)

// backends are the databases that must pass the whole suite. Each opens the same database again on a second call
// with the same directory.
var backends = map[string]func(t *testing.T, dir string) *Store{
	"sqlite": openTest,
}

// suite is what every backend must do.
var suite = map[string]func(t *testing.T, s *Store){
	"users":      testUsers,
	"sessions":   testSessions,
	"links":      testLinks,
	"factors":    testFactors,
	"passkeys":   testPasskeys,
	"identities": testIdentities,
	"audit":      testAudit,
	"keys":       testKeys,
	"budgets":    testBudgets,
	"attempts":   testAttempts,
	"clients":    testClients,
	"proxies":    testProxies,
	"checks":     testProxyChecks,
	"sends":      testSends,
	"sandbox":    testSandbox,
	"meta":       testMeta,

	"messages":        testMessages,
	"message changes": testMessageChanges,
	"chats":           testChats,
	"history":         testHistory,
	"purge":           testPurge,
}

func TestSuite(t *testing.T) {
	for backend, open := range backends {
		for name, test := range suite {
			t.Run(backend+"/"+name, func(t *testing.T) { test(t, open(t, t.TempDir())) })
		}
	}
}

func openTest(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: Path(dir)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// testTime is a moment with milliseconds, which the tables keep.
var testTime = time.Date(2026, 11, 22, 20, 30, 40, 123e6, time.UTC)

// addUser adds an account and returns its id.
func addUser(t *testing.T, s *Store, email string) string {
	t.Helper()
	u := User{ID: NewID(), Email: email, Name: "Someone", PasswordHash: "hash", Role: "user", Tier: "free", CreatedAt: testTime}
	must(t, s.Users.Insert(t.Context(), u))
	return u.ID
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// got fails the test on an error and returns the value.
func got[T any](t *testing.T) func(value T, err error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func ids[T any](rows []T, id func(T) string) []string {
	list := make([]string, len(rows))
	for i, r := range rows {
		list[i] = id(r)
	}
	return list
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }
