package ratelimit_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"testing"

	"wpengine/engine/ratelimit"
	"wpengine/engine/store"
)

const processLimit = 200

// TestMain lets the test binary play a server that spends a budget until it is refused or killed.
func TestMain(m *testing.M) {
	if path := os.Getenv("RATELIMIT_TEST_SPEND"); path != "" {
		if err := spend(path, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// spend writes a byte for each request that is let through, and stops at the first refusal.
func spend(path string, w io.Writer) error {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		return err
	}
	limiter := ratelimit.New(s.Budgets, slog.Default())
	for {
		d, err := limiter.Take(ctx, "a", processLimit)
		if err != nil {
			return err
		}
		if !d.Allowed {
			break
		}
		if _, err := w.Write([]byte{'.'}); err != nil {
			return err
		}
	}
	if err := limiter.Close(); err != nil {
		return err
	}
	return s.Close()
}

// TestKilledServersNeverExceedTheBudget kills one server after the other, and lets the last end by itself.
func TestKilledServersNeverExceedTheBudget(t *testing.T) {
	path := store.Path(t.TempDir())
	kills := []int{1, 17, 3, 40, 0}
	var let int
	for i, after := range append(kills, -1) {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "RATELIMIT_TEST_SPEND="+path)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		answered := bufio.NewReader(out)
		n := 0
		for {
			if n == after {
				_ = cmd.Process.Kill()
			}
			if _, err := answered.ReadByte(); err != nil {
				break
			}
			n++ // also what was answered before the kill took effect
		}
		if err := cmd.Wait(); err != nil && after < 0 {
			t.Fatal(err)
		}
		t.Logf("server %d let %d requests through", i, n)
		let += n
	}
	// Each kill may cost what was held, an eighth of the limit.
	if least := processLimit - len(kills)*processLimit/8; let > processLimit || let < least {
		t.Errorf("%d requests let through, want %d to %d", let, least, processLimit)
	}
}

// BenchmarkFirstTake is the one that waits for the ledger: every account is new to it.
func BenchmarkFirstTake(b *testing.B) {
	s, err := store.Open(b.Context(), store.Options{Path: store.Path(b.TempDir())})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	limiter := ratelimit.New(s.Budgets, slog.New(slog.DiscardHandler))
	defer limiter.Close()
	for i := 0; b.Loop(); i++ {
		if d, err := limiter.Take(b.Context(), fmt.Sprint(i), 1000); err != nil || !d.Allowed {
			b.Fatal(d, err)
		}
	}
}

// BenchmarkTakeWithStore spends one large budget that SQLite keeps.
func BenchmarkTakeWithStore(b *testing.B) {
	s, err := store.Open(b.Context(), store.Options{Path: store.Path(b.TempDir())})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	limiter := ratelimit.New(s.Budgets, slog.New(slog.DiscardHandler))
	defer limiter.Close()
	b.ReportAllocs()
	for b.Loop() {
		if d, err := limiter.Take(b.Context(), "a", 1<<40); err != nil || !d.Allowed {
			b.Fatal(d, err)
		}
	}
}
