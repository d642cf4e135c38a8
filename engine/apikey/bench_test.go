package apikey

import (
	"log/slog"
	"testing"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// BenchmarkVerify compares a key that is remembered with what it would cost to ask the database each time.
func BenchmarkVerify(b *testing.B) {
	s, err := store.Open(b.Context(), store.Options{Path: store.Path(b.TempDir())})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	u := store.User{ID: store.NewID(), Email: "ada@example.com", Role: "user", Tier: "pro"}
	if err := s.Users.Insert(b.Context(), u); err != nil {
		b.Fatal(err)
	}
	k := New(Config{Keys: s.Keys, Clients: s.Clients, Logger: slog.New(slog.DiscardHandler)})
	defer k.Close()
	key, err := k.Create(api.WithCaller(b.Context(), api.Caller{UserID: u.ID}), &api.CreateApiKeyRequest{Name: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("remembered", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := k.Verify(b.Context(), key.Key); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("looked up", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := k.lookUp(b.Context(), digest(key.Key)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
