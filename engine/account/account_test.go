package account_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/engine/account"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// spent is a budget of which one unit is gone.
type spent struct{ back time.Time }

func (s spent) Usage(_ context.Context, _ string, limit int) (int, time.Time, error) {
	return limit - 1, s.back, nil
}

func open(t *testing.T) (*account.Accounts, spent) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), store.FileName)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	budget := spent{back: time.Now().Add(time.Hour).UTC()}
	accounts, err := account.New(account.Config{Users: s.Users, Links: s.Links, Budgets: budget, Secret: []byte("secret")})
	if err != nil {
		t.Fatal(err)
	}
	return accounts, budget
}

func TestCreateRefusesByMember(t *testing.T) {
	accounts, _ := open(t)
	good := account.NewAccount{Email: "ada@example.com", Password: "correct horse"}
	for name, c := range map[string]struct {
		change func(*account.NewAccount)
		want   string
	}{
		"no address":     {func(n *account.NewAccount) { n.Email = "" }, "/email"},
		"not an address": {func(n *account.NewAccount) { n.Email = "ada" }, "/email"},
		"with a name":    {func(n *account.NewAccount) { n.Email = "Ada <ada@example.com>" }, "/email"},
		"unseen letter":  {func(n *account.NewAccount) { n.Email = "ada\u200b@example.com" }, "/email"},
		"turned around":  {func(n *account.NewAccount) { n.Email = "\u202eada@example.com" }, "/email"},
		"line break":     {func(n *account.NewAccount) { n.Name = "A\nda" }, "/name"},
		"short password": {func(n *account.NewAccount) { n.Password = "äöüäöüäöü" }, "/password"},
		"long password":  {func(n *account.NewAccount) { n.Password = strings.Repeat("x", 257) }, "/password"},
		"role":           {func(n *account.NewAccount) { n.Role = "root" }, "/role"},
		"tier":           {func(n *account.NewAccount) { n.Tier = "gold" }, "/tier"},
	} {
		t.Run(name, func(t *testing.T) {
			n := good
			c.change(&n)
			_, err := accounts.Create(t.Context(), n)
			var e *api.Error
			if !errors.As(err, &e) || e.Code != api.CodeInvalidRequest || len(e.Fields) != 1 || e.Fields[0].Pointer != c.want {
				t.Errorf("error = %v, want invalid_request at %s", err, c.want)
			}
		})
	}
}

func TestAddressIsTakenInAnyCase(t *testing.T) {
	accounts, _ := open(t)
	if _, err := accounts.Create(t.Context(), account.NewAccount{Email: "Ada@Example.com", Password: "correct horse"}); err != nil {
		t.Fatal(err)
	}
	_, err := accounts.Create(t.Context(), account.NewAccount{Email: "ada@example.COM", Password: "correct horse"})
	var e *api.Error
	if !errors.As(err, &e) || e.Code != api.CodeConflict {
		t.Errorf("error = %v, want conflict", err)
	}
}

func signIn(ctx context.Context, accounts *account.Accounts, email, password string) (store.User, error) {
	return accounts.SignIn(ctx, account.Attempt{Email: email, Password: password})
}

func TestSignIn(t *testing.T) {
	accounts, _ := open(t)
	made, err := accounts.Create(t.Context(), account.NewAccount{Email: "ada@example.com", Password: "correct horse"})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(made.PasswordHash, "correct") || !strings.HasPrefix(made.PasswordHash, "$argon2id$") {
		t.Errorf("the password is kept as %q", made.PasswordHash)
	}
	u, err := signIn(t.Context(), accounts, "ADA@example.com", "correct horse")
	if err != nil || u.ID != made.ID {
		t.Errorf("the right password: %v, %v", u.ID, err)
	}
	for _, wrong := range [][2]string{{"ada@example.com", "correct hors"}, {"ada@example.com", ""}, {"ben@example.com", "correct horse"}, {"ben@example.com", strings.Repeat("x", 1000)}} {
		var e *api.Error
		if _, err := signIn(t.Context(), accounts, wrong[0], wrong[1]); !errors.As(err, &e) || e.Code != api.CodeUnauthenticated {
			t.Errorf("%v: error = %v, want unauthenticated", wrong, err)
		}
	}
}

// A flood of sign-ins waits its turn, and whoever gives up leaves the line.
func TestHashesWaitTheirTurn(t *testing.T) {
	accounts, _ := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var flood sync.WaitGroup
	for range 8 {
		flood.Go(func() { _, _ = signIn(t.Context(), accounts, "nobody@example.com", "correct horse") })
	}
	if _, err := signIn(ctx, accounts, "nobody@example.com", "correct horse"); err == nil {
		t.Error("a caller who has hung up was let in")
	}
	flood.Wait()
}

func TestGetTellsTheBudget(t *testing.T) {
	accounts, budget := open(t)
	made, err := accounts.Create(t.Context(), account.NewAccount{Email: "ada@example.com", Name: "Ada", Password: "correct horse", Tier: account.TierPro})
	if err != nil {
		t.Fatal(err)
	}
	got, err := accounts.Get(api.WithCaller(t.Context(), api.Caller{UserID: made.ID}), &api.GetAccountRequest{})
	if err != nil {
		t.Fatal(err)
	}
	name := "Ada"
	want := &api.Account{
		ID: made.ID, Email: "ada@example.com", Name: &name, Role: api.AccountRoleUser, Tier: api.AccountTierPro,
		Usage: api.Usage{Limit: 1000, Remaining: 999, ResetAt: budget.back},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("account.get (-want +got):\n%s", diff)
	}
}
