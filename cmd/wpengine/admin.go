package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"wpengine/engine"
)

type userCreateCmd struct {
	dataFlag
	Email         string `required:"" help:"The e-mail address of the account." placeholder:"E"`
	Name          string `help:"The name of its owner." placeholder:"N"`
	Admin         bool   `help:"Let it use the admin operations, such as proxy.seed."`
	Tier          string `help:"free (100 requests an hour) or pro (1000)." enum:"free,pro" default:"free"`
	PasswordStdin bool   `required:"" help:"Read the password from standard input, so that it is in no process list or shell history."`
}

// Run creates the account and prints it as JSON.
func (c *userCreateCmd) Run(ctx context.Context, m *mainCmd) (err error) {
	password, err := readPassword(m.Stdin)
	if err != nil {
		return err
	}
	if !engine.HasData(c.Data) {
		fmt.Fprintf(m.Stderr, "wpengine: making a new database in %s\n", c.Data)
	}
	admin, err := engine.OpenAdmin(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	user, err := admin.CreateUser(ctx, engine.NewUser{
		Email: c.Email, Name: c.Name, Password: password, Admin: c.Admin, Tier: c.Tier,
	})
	if err != nil {
		return err
	}
	out := json.NewEncoder(m.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(user)
}

type userInviteCmd struct {
	dataFlag
	originFlag
	Email string `required:"" help:"The e-mail address of the account." placeholder:"E"`
	Admin bool   `help:"Let it use the admin operations, such as proxy.seed."`
	Tier  string `help:"free (100 requests an hour) or pro (1000)." enum:"free,pro" default:"free"`
}

// Run makes the invitation and prints its link, and nothing else, on standard output.
func (c *userInviteCmd) Run(ctx context.Context, m *mainCmd) error {
	return c.print(ctx, m, c.Data, func(admin *engine.Admin) (string, error) {
		return admin.Invite(ctx, engine.NewUser{Email: c.Email, Admin: c.Admin, Tier: c.Tier})
	})
}

type userResetLinkCmd struct {
	dataFlag
	originFlag
	Email string `required:"" help:"The account whose password is to be chosen anew." placeholder:"E"`
}

// Run makes the link and prints it, and nothing else, on standard output.
func (c *userResetLinkCmd) Run(ctx context.Context, m *mainCmd) error {
	return c.print(ctx, m, c.Data, func(admin *engine.Admin) (string, error) { return admin.ResetLink(ctx, c.Email) })
}

type userResetFactorCmd struct {
	dataFlag
	Email string `required:"" help:"The account whose owner can't do the second step of the sign-in." placeholder:"E"`
}

// Run takes the second factor away.
func (c *userResetFactorCmd) Run(ctx context.Context, m *mainCmd) (err error) {
	if !engine.HasData(c.Data) {
		return noData(c.Data)
	}
	admin, err := engine.OpenAdmin(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	if err := admin.ResetFactor(ctx, c.Email); err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Stdout, "%s signs in without a second factor from now on.\n", c.Email)
	return err
}

// originFlag is where a link leads to.
type originFlag struct {
	PublicURL string `help:"The address by which people reach the server." default:"http://localhost:8080" env:"WPENGINE_PUBLIC_URL" placeholder:"URL"`
}

// Validate refuses what no link can begin with; kong calls it.
func (c *originFlag) Validate() (err error) {
	c.PublicURL, err = publicOrigin(c.PublicURL)
	return err
}

// print makes a link in a data folder that is there, and prints it.
func (c *originFlag) print(ctx context.Context, m *mainCmd, data string, link func(*engine.Admin) (string, error)) (err error) {
	if !engine.HasData(data) {
		return noData(data)
	}
	admin, err := engine.OpenAdmin(ctx, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	path, err := link(admin)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(m.Stdout, c.PublicURL+path)
	return err
}

func noData(data string) error {
	return fmt.Errorf("there is no database in %s: name your engine's folder with --data", data)
}

// readPassword reads the first line of r, without its end.
func readPassword(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password from standard input: %w", err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errors.New("there is no password on standard input: pipe it in, as in: printf %s \"$PASSWORD\" | wpengine user create …")
	}
	return line, nil
}

type keyCreateCmd struct {
	dataFlag
	Email string `required:"" help:"The account that the key is for." placeholder:"E"`
	Name  string `required:"" help:"What the key is for, such as crm-sync-prod." placeholder:"N"`
}

// Run creates the key and prints it, and nothing else, on standard output.
func (c *keyCreateCmd) Run(ctx context.Context, m *mainCmd) (err error) {
	if !engine.HasData(c.Data) {
		return noData(c.Data)
	}
	admin, err := engine.OpenAdmin(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	key, err := admin.CreateKey(ctx, c.Email, c.Name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(m.Stdout, key)
	return err
}
