package account_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"wpengine/engine/account"
	"wpengine/engine/api"
)

// TestAnAdministratorIsLeftWhoeverGoesAtOnce has administrators demote, disable and delete each other, all at once.
func TestAnAdministratorIsLeftWhoeverGoesAtOnce(t *testing.T) {
	accounts, _ := open(t)
	var ids []string
	for i := range 6 {
		u, err := accounts.Create(t.Context(), account.NewAccount{Email: fmt.Sprintf("root%d@example.com", i), Password: "correct horse", Role: api.RoleAdmin})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, u.ID)
	}
	user, yes := api.UpdateUserRequestRole(account.RoleUser), true
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() {
			ctx := api.WithCaller(context.Background(), api.Caller{UserID: ids[(i+1)%len(ids)], Role: api.RoleAdmin})
			var err error
			switch i % 3 {
			case 0:
				_, err = accounts.UpdateUser(ctx, &api.UpdateUserRequest{UserID: id, Role: &user})
			case 1:
				_, err = accounts.UpdateUser(ctx, &api.UpdateUserRequest{UserID: id, Disabled: &yes})
			default:
				_, err = accounts.DeleteUser(ctx, &api.DeleteUserRequest{UserID: id})
			}
			if shown := new(api.Error); err != nil && (!errors.As(err, &shown) || shown.Code != api.CodeConflict) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	left, err := accounts.ListUsers(t.Context(), &api.ListUsersRequest{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	admins := 0
	for _, u := range left.Items {
		if u.Role == api.UserRoleAdmin && !u.Disabled {
			admins++
		}
	}
	if admins != 1 {
		t.Errorf("%d administrators are left: %+v", admins, left.Items)
	}
}
