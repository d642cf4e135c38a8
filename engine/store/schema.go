package store

import (
	"context"
	"embed"

	"go.mau.fi/util/dbutil"
	"go.mau.fi/whatsmeow/store/sqlstore"
	waUpgrades "go.mau.fi/whatsmeow/store/sqlstore/upgrades"
	waLog "go.mau.fi/whatsmeow/util/log"
)

// The steps from each version of our tables to the next. A released step is never edited: append another.
//
//go:embed upgrades/*.sql
var upgradeFiles embed.FS

func upgradeTable() dbutil.UpgradeTable {
	return dbutil.BuildUpgradeTable().WithFSPath(upgradeFiles, "upgrades").Finish()
}

// upgrade brings our tables and whatsmeow's to the versions that this program knows, all of it or nothing.
//
// whatsmeow gets our only writing connection, not one of its own. Two writers would wait for each other at the
// file's lock, where SQLite sleeps and tries again: with eight busy clients our own writes then took 34 to 195 ms
// at the 99th percentile instead of 7, and theirs took no less time.
//
// dbutil reads the version before it begins a transaction, so two processes starting on a new file would both
// make the tables. Holding one transaction around everything lets the second find the work done.
func upgrade(ctx context.Context, db database, log waLog.Logger) (*sqlstore.Container, error) {
	db.write.UpgradeTable = upgradeTable()
	theirs := db.write.Child("whatsmeow_version", waUpgrades.Table, nil)
	container := sqlstore.NewWithWrappedDB(theirs, log)
	err := whenFree(ctx, func() error {
		return db.inTx(ctx, func(ctx context.Context) error {
			if err := db.write.Upgrade(ctx); err != nil {
				return err
			}
			return container.Upgrade(ctx)
		})
	})
	return container, err
}
