package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.mau.fi/util/dbutil"
)

// Users is the table of accounts.
type Users struct{ db database }

// User is one account: a person or a machine with a password, API keys and clients.
type User struct {
	ID           string
	Email        string // unique without regard to case; kept in lower case
	Name         string
	PasswordHash string // "" if it has no password
	Role         string // user or admin
	Tier         string
	Disabled     bool
	CreatedAt    time.Time

	PasswordChangedAt time.Time // zero: never since it was made
	SignedInAt        time.Time // zero: never

	SelfMade bool // by whoever came by, so that nobody has made sure of its address
}

const (
	// With the table's name, because other queries join it.
	userColumns = `users.id, users.email, users.name, password_hash, users.role, users.tier, disabled, users.created_at, password_changed_at, signed_in_at, self_made`

	insertUser = `INSERT INTO users (id, email, name, password_hash, role, tier, disabled, created_at, password_changed_at, signed_in_at, self_made)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (email) DO NOTHING`
	getUser        = `SELECT ` + userColumns + ` FROM users WHERE id = $1`
	getUserByEmail = `SELECT ` + userColumns + ` FROM users WHERE email = $1`
	searchUsers    = `SELECT ` + userColumns + ` FROM users
		WHERE ($1 = '' OR id < $1) AND (email LIKE $3 ESCAPE '\' OR lower(name) LIKE $3 ESCAPE '\' OR name LIKE $4 ESCAPE '\') ORDER BY id DESC LIMIT $2`
	updateUser = `UPDATE users SET name = $2, password_hash = $3, role = $4, tier = $5, disabled = $6, password_changed_at = $7, signed_in_at = $8 WHERE id = $1`
	deleteUser = `DELETE FROM users WHERE id = $1`
	countUsers = `SELECT count(*) FROM users`
	anyAdmin   = `SELECT EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND NOT disabled)`
)

func (u *User) fields() []any {
	return []any{
		&u.ID, &u.Email, &u.Name, &u.PasswordHash, &u.Role, &u.Tier, &u.Disabled, (*millis)(&u.CreatedAt),
		(*millis)(&u.PasswordChangedAt), (*millis)(&u.SignedInAt), &u.SelfMade,
	}
}

func scanUser(row dbutil.Scannable) (u User, err error) {
	err = row.Scan(u.fields()...)
	return u, err
}

// foldEmail gives the spelling under which an address is kept and found.
func foldEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// Insert adds an account. It returns ErrExists when the e-mail address is taken.
func (t *Users) Insert(ctx context.Context, u User) error {
	if err := t.insert(ctx, u); err != nil {
		return fmt.Errorf("store: insert user: %w", err)
	}
	return nil
}

func (t *Users) insert(ctx context.Context, u User) error {
	return inserted(t.db.write.Exec(ctx, insertUser, u.ID, foldEmail(u.Email), u.Name, u.PasswordHash, u.Role, u.Tier, u.Disabled,
		millis(u.CreatedAt), millis(u.PasswordChangedAt), millis(u.SignedInAt), u.SelfMade))
}

// Get returns the account with an id.
func (t *Users) Get(ctx context.Context, id string) (User, error) {
	u, err := one(ctx, t.db.read, scanUser, getUser, id)
	if err != nil {
		return User{}, fmt.Errorf("store: user %s: %w", id, err)
	}
	return u, nil
}

// ByEmail returns the account with an e-mail address, in whatever case it is written.
func (t *Users) ByEmail(ctx context.Context, email string) (User, error) {
	u, err := one(ctx, t.db.read, scanUser, getUserByEmail, foldEmail(email))
	if err != nil {
		return User{}, fmt.Errorf("store: user by e-mail: %w", err)
	}
	return u, nil
}

// List returns up to limit accounts older than the one with the id after, newest first; all when it is empty.
func (t *Users) List(ctx context.Context, after string, limit int) ([]User, error) {
	return t.Search(ctx, "", after, limit)
}

// like makes of a text the pattern of what contains it.
var like = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

// Search is List of those in whose address or name a text is, in whatever case. Databases may know no case but that of
// ASCII, so the name is compared as the text is written, too.
func (t *Users) Search(ctx context.Context, text, after string, limit int) ([]User, error) {
	text = like.Replace(text)
	users, err := all(ctx, t.db.read, scanUser, searchUsers, after, limit, "%"+strings.ToLower(text)+"%", "%"+text+"%")
	if err != nil {
		return nil, fmt.Errorf("store: search users: %w", err)
	}
	return users, nil
}

// Count returns how many accounts there are.
func (t *Users) Count(ctx context.Context) (n int, err error) {
	if err = t.db.read.QueryRow(ctx, countUsers).Scan(&n); err != nil {
		err = fmt.Errorf("store: count users: %w", err)
	}
	return n, err
}

// Update changes an account and returns it as it then is. The id, the address and the age stay as they are.
// One that is disabled is signed out everywhere, and the links are over that somebody made who is no administrator any
// more: they may know them. It returns ErrLastAdmin if no administrator would be left. change must not use the Store.
func (t *Users) Update(ctx context.Context, id string, change func(*User)) (u User, err error) {
	err = t.db.inTx(ctx, func(ctx context.Context) error {
		if u, err = one(ctx, t.db.write, scanUser, getUser, id); err != nil {
			return err
		}
		before := u
		change(&u)
		if err := t.update(ctx, u); err != nil {
			return err
		}
		if err := t.keepAdmin(ctx, before); err != nil {
			return err
		}
		if u.Disabled || u.Role != "admin" {
			if _, err := t.db.write.Exec(ctx, endLinksBy, id); err != nil {
				return err
			}
		}
		if !u.Disabled {
			return nil
		}
		return t.shutOut(ctx, id, "")
	})
	if err != nil {
		return User{}, fmt.Errorf("store: update user %s: %w", id, err)
	}
	return u, nil
}

func (t *Users) update(ctx context.Context, u User) error {
	return t.db.exec(ctx, updateUser, u.ID, u.Name, u.PasswordHash, u.Role, u.Tier, u.Disabled, millis(u.PasswordChangedAt), millis(u.SignedInAt))
}

// SetPassword gives an account another password in place of one that it has, and ends its sessions except the one with the
// id keep, "" for none, and the links that could set its password. It returns ErrNotFound if it has that one no more.
func (t *Users) SetPassword(ctx context.Context, id, oldHash, newHash string, at time.Time, keep string) (u User, err error) {
	err = t.db.inTx(ctx, func(ctx context.Context) error {
		if u, err = one(ctx, t.db.write, scanUser, getUser, id); err != nil {
			return err
		}
		if u.PasswordHash != oldHash {
			return ErrNotFound
		}
		u, err = t.setPassword(ctx, id, newHash, at, keep)
		return err
	})
	if err != nil {
		return User{}, fmt.Errorf("store: password of user %s: %w", id, err)
	}
	return u, nil
}

func (t *Users) setPassword(ctx context.Context, id, passwordHash string, at time.Time, keep string) (User, error) {
	u, err := one(ctx, t.db.write, scanUser, getUser, id)
	if err != nil {
		return User{}, err
	}
	u.PasswordHash, u.PasswordChangedAt = passwordHash, at
	if err := t.update(ctx, u); err != nil {
		return User{}, err
	}
	return u, t.shutOut(ctx, id, keep)
}

// shutOut ends what lets somebody into an account: its sessions except one, and the links to it.
func (t *Users) shutOut(ctx context.Context, id, keep string) error {
	if _, err := t.db.write.Exec(ctx, endSessions, id, keep); err != nil {
		return err
	}
	_, err := t.db.write.Exec(ctx, endResets, id)
	return err
}

// keepAdmin refuses what was done to an account if it was the last administrator who can sign in.
func (t *Users) keepAdmin(ctx context.Context, before User) error {
	if before.Role != "admin" || before.Disabled {
		return nil
	}
	var left bool
	if err := t.db.write.QueryRow(ctx, anyAdmin).Scan(&left); err != nil {
		return err
	}
	if !left {
		return ErrLastAdmin
	}
	return nil
}

// Delete removes an account with its keys, sessions, clients, answers to repeated requests, budget, and the links that it
// has made. It returns ErrLastAdmin if no administrator would be left.
func (t *Users) Delete(ctx context.Context, id string) error {
	err := t.db.inTx(ctx, func(ctx context.Context) error {
		before, err := one(ctx, t.db.write, scanUser, getUser, id)
		if err != nil {
			return err
		}
		if err := t.db.exec(ctx, deleteUser, id); err != nil {
			return err
		}
		if err := t.keepAdmin(ctx, before); err != nil {
			return err
		}
		if _, err := t.db.write.Exec(ctx, endLinksBy, id); err != nil {
			return err
		}
		_, err = t.db.write.Exec(ctx, deleteBudget, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("store: delete user %s: %w", id, err)
	}
	return nil
}
