package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.mau.fi/whatsmeow/types"
)

// TestMain lets the test binary play the command line beside a running server.
func TestMain(m *testing.M) {
	if dir := os.Getenv("STORE_TEST_ADD_USERS"); dir != "" {
		if err := addUsers(dir, os.Getenv("STORE_TEST_NAME"), 50); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func addUsers(dir, name string, n int) error {
	ctx := context.Background()
	s, err := Open(ctx, Options{Path: Path(dir)})
	if err != nil {
		return err
	}
	defer s.Close()
	for i := range n {
		u := User{ID: NewID(), Email: fmt.Sprintf("%s%d@example.com", name, i), Role: "user", Tier: "free"}
		if err := s.Users.Insert(ctx, u); err != nil {
			return err
		}
		if _, err := s.Users.Update(ctx, u.ID, func(u *User) { u.Tier = "pro" }); err != nil {
			return err
		}
	}
	return nil
}

func TestFileIsMadeOnceForItsOwnerAlone(t *testing.T) {
	path := Path(t.TempDir())
	must(t, makeFile(path))
	before := got[os.FileInfo](t)(os.Stat(path))
	if before.Mode().Perm() != 0o600 {
		t.Error(before.Mode())
	}
	must(t, makeFile(path))
	if after := got[os.FileInfo](t)(os.Stat(path)); !os.SameFile(before, after) {
		t.Error("the second time it is another file")
	}
	if beside := got[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(path))); len(beside) != 1 {
		t.Errorf("beside it is something left: %v", beside)
	}
}

func TestProcessesShareOneFileFromItsFirstMoment(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b"} {
		wg.Go(func() {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), "STORE_TEST_ADD_USERS="+dir, "STORE_TEST_NAME="+name)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("process %s: %v\n%s", name, err, out)
			}
		})
		wg.Go(func() {
			if err := addUsers(dir, "in-process-"+name, 50); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := got[int](t)(openTest(t, dir).Users.Count(t.Context())); n != 200 {
		t.Errorf("%d users, want 200", n)
	}
}

func TestHandleSeesWhatAnotherWrote(t *testing.T) {
	dir := t.TempDir()
	server, cli := openTest(t, dir), openTest(t, dir)
	id := addUser(t, cli, "ada@example.com")
	key := Key{ID: NewID(), UserID: id, Hash: []byte{1}}
	must(t, cli.Keys.Insert(t.Context(), key))
	if _, _, err := server.Keys.ByHash(t.Context(), []byte{1}); err != nil {
		t.Error(err)
	}
	must(t, server.Keys.Revoke(t.Context(), id, key.ID, testTime))
	if k := got[Key](t)(cli.Keys.Get(t.Context(), id, key.ID)); !k.RevokedAt.Equal(testTime) {
		t.Error("a revocation is not visible to the other handle")
	}
	if _, begun, err := server.Sends.Begin(t.Context(), id, "op", "k", []byte("h"), testTime); err != nil || !begun {
		t.Error(begun, err)
	}
	// Statements with RETURNING must be as durable as others.
	var n int
	if err := cli.db.read.QueryRow(t.Context(), `SELECT count(*) FROM sends`).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d requests begun, %v", n, err)
	}
}

func TestDataSurvivesReopening(t *testing.T) {
	dir := t.TempDir()
	s := got[*Store](t)(Open(t.Context(), Options{Path: Path(dir)}))
	id := addUser(t, s, "ada@example.com")
	must(t, s.Close())
	if u := got[User](t)(openTest(t, dir).Users.Get(t.Context(), id)); u.Email != "ada@example.com" {
		t.Errorf("%+v", u)
	}
	if _, err := os.Stat(Path(dir) + "-wal"); err != nil {
		t.Errorf("not in WAL mode: %v", err)
	}
}

func TestWhatsAppStoreSharesTheDatabase(t *testing.T) {
	s := openTest(t, t.TempDir())
	ctx := t.Context()
	device := s.WhatsApp().NewDevice()
	jid := types.NewADJID("15551234567", types.WhatsAppDomain, 3)
	device.ID = &jid
	device.LID = types.NewADJID("999", types.LIDDomain, 3)
	device.Account = deviceIdentity()
	must(t, device.Save(ctx))
	var n int
	must(t, s.db.read.QueryRow(ctx, `SELECT count(*) FROM whatsmeow_device WHERE jid = $1`, jid).Scan(&n))
	if n != 1 {
		t.Errorf("%d devices in our database", n)
	}
}

func TestFileIsTheOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a?b#c%41 d", "data")
	openTest(t, dir)
	if mode := got[os.FileInfo](t)(os.Stat(dir)).Mode().Perm(); mode != 0o700 {
		t.Errorf("folder has mode %o", mode)
	}
	for _, name := range []string{FileName, FileName + "-wal", FileName + "-shm"} {
		if mode := got[os.FileInfo](t)(os.Stat(filepath.Join(dir, name))).Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", name, mode)
		}
	}
}

func TestReaderRefusesToWrite(t *testing.T) {
	s := openTest(t, t.TempDir())
	if _, err := s.db.read.Exec(t.Context(), `DELETE FROM users`); err == nil {
		t.Error("the readers' pool writes")
	}
}

func TestUnusableFilesAreExplained(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(t *testing.T, path string)
		want    string
	}{
		{"folder is a file", func(t *testing.T, path string) {
			must(t, os.WriteFile(filepath.Dir(path), nil, 0o600))
		}, "cannot make the data folder DIR: not a directory; make it by hand or choose another with --data"},
		{"database is a folder", func(t *testing.T, path string) {
			must(t, os.MkdirAll(path, 0o700))
		}, "cannot write PATH: is a directory; give this user the right to"},
		{"not a database", func(t *testing.T, path string) {
			write(t, path, bytes.Repeat([]byte("not a database. "), 1000))
		}, "cannot use PATH: file is not a database; it is damaged"},
		{"damaged", func(t *testing.T, path string) {
			makeDatabase(t, path)
			data := got[[]byte](t)(os.ReadFile(path))
			write(t, path, append(data[:100], bytes.Repeat([]byte{0xAA}, len(data)-100)...))
		}, "cannot use PATH: database disk image is malformed; it is damaged"},
		{"from the future", func(t *testing.T, path string) {
			makeDatabase(t, path, `UPDATE wpengine_version SET version = 99, compat = 99`)
		}, "PATH was written by a newer version of wpengine: run that version"},
		{"whatsmeow from the future", func(t *testing.T, path string) {
			makeDatabase(t, path, `UPDATE whatsmeow_version SET version = 99, compat = 99`)
		}, "PATH was written by a newer version of wpengine: run that version"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := Path(filepath.Join(t.TempDir(), "data"))
			test.prepare(t, path)
			s, err := Open(t.Context(), Options{Path: path})
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			want := strings.NewReplacer("DIR", filepath.Dir(path), "PATH", path).Replace(test.want)
			if !strings.Contains(err.Error(), want) {
				t.Errorf("got:  %v\nwant: … %s …", err, want)
			}
		})
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, data, 0o600))
}

// makeDatabase makes a database, runs statements on it and closes it.
func makeDatabase(t *testing.T, path string, statements ...string) {
	t.Helper()
	s := got[*Store](t)(Open(t.Context(), Options{Path: path}))
	for _, sql := range statements {
		_, err := s.db.write.Exec(t.Context(), sql)
		must(t, err)
	}
	must(t, s.Close())
}

func TestNetworkRefusalNamesTheFolder(t *testing.T) {
	s := openTest(t, t.TempDir())
	must(t, s.BindNetwork(t.Context(), "sandbox"))
	err := s.BindNetwork(t.Context(), "whatsapp")
	want := s.path + " was made for --network sandbox and cannot be used for whatsapp: choose another folder with --data"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}

func TestOneServerADataFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	release := got[func() error](t)(Lock(dir))
	if _, err := Lock(dir); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), dir) {
		t.Errorf("second lock: %v", err)
	}
	must(t, release())
	must(t, got[func() error](t)(Lock(dir))())
}

func TestDurableWaitsForTheDisk(t *testing.T) {
	for _, c := range []struct {
		durable bool
		want    int // of SQLite's PRAGMA synchronous: 1 is NORMAL, 2 is FULL
	}{{false, 1}, {true, 2}} {
		s, err := Open(t.Context(), Options{Path: Path(t.TempDir()), Durable: c.durable})
		if err != nil {
			t.Fatal(err)
		}
		var got int
		if err := s.db.write.QueryRow(t.Context(), "PRAGMA synchronous").Scan(&got); err != nil || got != c.want {
			t.Errorf("durable %v: synchronous = %d, %v, want %d", c.durable, got, err, c.want)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestSizeIsThatOfTheFiles(t *testing.T) {
	s := openTest(t, t.TempDir())
	size := got[Size](t)(s.Size(t.Context()))
	if !strings.HasPrefix(size.Engine, "SQLite 3.") || size.Bytes < 100_000 {
		t.Errorf("%+v", size)
	}
}
