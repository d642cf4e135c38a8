package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"wpengine/engine"
)

// oidcSecretVariable names the environment variable with the secret. There is no flag: everybody on the machine can read a
// command line.
const oidcSecretVariable = "WPENGINE_OIDC_CLIENT_SECRET"

// oidcFlags name an OpenID Connect provider by which people may sign in.
type oidcFlags struct {
	OIDCIssuer           string `name:"oidc-issuer" help:"Let people sign in by the OpenID Connect provider at this address, such as https://id.example.com." env:"WPENGINE_OIDC_ISSUER" placeholder:"URL"`
	OIDCClientID         string `name:"oidc-client-id" help:"What the provider calls this engine." env:"WPENGINE_OIDC_CLIENT_ID" placeholder:"ID"`
	OIDCClientSecretFile string `name:"oidc-client-secret-file" help:"A file with the secret that goes with the id. The secret itself may be in WPENGINE_OIDC_CLIENT_SECRET." env:"WPENGINE_OIDC_CLIENT_SECRET_FILE" placeholder:"FILE"`
	OIDCName             string `name:"oidc-name" help:"What people call the provider, for the button. Its host if it isn't given." env:"WPENGINE_OIDC_NAME" placeholder:"NAME"`
	OIDCAllowPrivate     bool   `name:"oidc-allow-private" help:"Let the provider have a private address, such as http://127.0.0.1:8081." env:"WPENGINE_OIDC_ALLOW_PRIVATE"`
}

// check refuses flags that don't go together.
func (f *oidcFlags) check() error {
	switch {
	case f.OIDCIssuer == "" && (f.OIDCClientID != "" || f.OIDCClientSecretFile != "" || f.OIDCName != ""):
		return errors.New("the other --oidc flags need --oidc-issuer")
	case f.OIDCIssuer != "" && f.OIDCClientID == "":
		return errors.New("--oidc-issuer needs --oidc-client-id")
	case os.Getenv(oidcSecretVariable) != "" && f.OIDCClientSecretFile != "":
		return fmt.Errorf("%s and --oidc-client-secret-file are the same: give one", oidcSecretVariable)
	}
	return nil
}

// config reads the secret. It returns nil if there is no provider.
func (f *oidcFlags) config() (*engine.OpenID, error) {
	if f.OIDCIssuer == "" {
		return nil, nil
	}
	secret := os.Getenv(oidcSecretVariable)
	if f.OIDCClientSecretFile != "" {
		data, err := os.ReadFile(f.OIDCClientSecretFile)
		if err != nil {
			return nil, fmt.Errorf("--oidc-client-secret-file: %w", err)
		}
		if secret = strings.TrimSpace(string(data)); secret == "" {
			return nil, fmt.Errorf("--oidc-client-secret-file: %s is empty", f.OIDCClientSecretFile)
		}
	}
	return &engine.OpenID{Issuer: f.OIDCIssuer, ClientID: f.OIDCClientID, ClientSecret: secret, Name: f.OIDCName, AllowPrivate: f.OIDCAllowPrivate}, nil
}
