package account

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

// parallelHashes bounds how many passwords are hashed at the same time: each takes 19 MiB and a
// processor for some ten milliseconds, and whoever floods the sign-in must not take all of them.
const parallelHashes = 2

// passwords hashes and verifies passwords with argon2id (RFC 9106).
type passwords struct {
	params *argon2id.Params
	turns  chan struct{}
	nobody string // a hash that no password fits, for accounts that don't exist

	compare func(password, hash string) (bool, error) // argon2id's; tests count how often
}

// hashMemory is what a hash takes, in KiB. With two passes and one lane it is what OWASP's password storage cheat sheet
// names first.
const hashMemory = 19 * 1024

func newPasswords(memory uint32) *passwords {
	return &passwords{
		params: &argon2id.Params{Memory: memory, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		turns:  make(chan struct{}, parallelHashes),
		nobody: fmt.Sprintf("$argon2id$v=19$m=%d,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", memory),

		compare: argon2id.ComparePasswordAndHash,
	}
}

// turn waits until a password may be hashed.
func (p *passwords) turn(ctx context.Context) (done func(), err error) {
	select {
	case p.turns <- struct{}{}:
		return func() { <-p.turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	done, err := p.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	hash, err := argon2id.CreateHash(normal(password), p.params)
	if err != nil {
		return "", fmt.Errorf("account: hash a password: %w", err)
	}
	return hash, nil
}

// verify reports whether the password is the one that was hashed. An empty hash fits none, and takes
// as long.
func (p *passwords) verify(ctx context.Context, password, hash string) (bool, error) {
	if utf8.RuneCountInString(password) > maxPassword {
		return false, nil
	}
	if hash == "" {
		hash = p.nobody
	}
	done, err := p.turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	right, err := p.compare(normal(password), hash)
	if err != nil {
		return false, fmt.Errorf("account: compare a password: %w", err)
	}
	return right, nil
}
