package store

import (
	"testing"

	"go.mau.fi/whatsmeow/proto/waAdv"

	"github.com/google/go-cmp/cmp"
)

// schemaOf returns the statements that made our tables and indexes.
func schemaOf(t *testing.T, s *Store) []string {
	t.Helper()
	return got[[]string](t)(all(t.Context(), s.db.read, scanText,
		`SELECT type || ' ' || name || ': ' || sql FROM sqlite_master WHERE sql <> '' AND name NOT LIKE 'whatsmeow%' ORDER BY name`))
}

// TestUpgradesMeetAtOneSchema opens a database of every earlier version and compares what becomes of it with one
// made afresh.
func TestUpgradesMeetAtOneSchema(t *testing.T) {
	want := schemaOf(t, openTest(t, t.TempDir()))
	latest := len(upgradeTable())
	for version := range latest {
		dir := t.TempDir()
		must(t, makeFile(Path(dir)))
		db := got[database](t)(openSQLite(Path(dir), false, &queryLog{log: discard()}))
		db.write.UpgradeTable = upgradeTable()[:version]
		must(t, db.write.Upgrade(t.Context()))
		must(t, db.close())
		if diff := cmp.Diff(want, schemaOf(t, openTest(t, dir))); diff != "" {
			t.Errorf("from version %d: %s", version, diff)
		}
	}
	var version int
	s := openTest(t, t.TempDir())
	must(t, s.db.read.QueryRow(t.Context(), `SELECT version FROM wpengine_version`).Scan(&version))
	if version != latest {
		t.Errorf("a new database has version %d, want %d", version, latest)
	}
}

func deviceIdentity() *waAdv.ADVSignedDeviceIdentity {
	return &waAdv.ADVSignedDeviceIdentity{
		Details: []byte{1}, AccountSignature: make([]byte, 64), AccountSignatureKey: make([]byte, 32), DeviceSignature: make([]byte, 64),
	}
}
