package account

import (
	"context"

	"wpengine/engine/api"
)

var _ api.AccountService = (*Accounts)(nil)

// Get tells the caller who they are, and what is left of their budget.
func (a *Accounts) Get(ctx context.Context, _ *api.GetAccountRequest) (*api.Account, error) {
	u, err := a.users.Get(ctx, api.CallerFrom(ctx).UserID)
	if err != nil {
		return nil, err
	}
	limit := a.limit(u.Tier)
	remaining, reset, err := a.budgets.Usage(ctx, u.ID, limit)
	if err != nil {
		return nil, err
	}
	out := &api.Account{
		ID: u.ID, Email: u.Email, Role: api.AccountRole(u.Role), Tier: api.AccountTier(u.Tier),
		Usage: api.Usage{Limit: limit, Remaining: remaining, ResetAt: reset.UTC()},
	}
	if u.Name != "" {
		out.Name = &u.Name
	}
	return out, nil
}
