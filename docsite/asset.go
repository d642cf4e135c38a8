package docsite

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// requiredAssets are what the frame refers to.
var requiredAssets = [...]string{"site.css", "theme.js", "site.js"}

// addAssets publishes the files of Assets as assets/site.<hash>.css: a browser
// may keep one for ever, because a changed one has another name.
func (b *builder) addAssets() error {
	b.assets = map[string]string{}
	names, err := fs.Glob(b.config.Assets, "*")
	if err != nil {
		return fmt.Errorf("docsite: read the assets: %w", err)
	}
	for _, name := range names {
		if !slices.Contains([]string{".css", ".js", ".svg", ".png"}, path.Ext(name)) {
			continue
		}
		content, err := fs.ReadFile(b.config.Assets, name)
		if err != nil {
			return fmt.Errorf("docsite: read the assets: %w", err)
		}
		plain := strings.Replace(name, ".gen.", ".", 1)
		b.assets[plain] = b.publish(plain, content)
	}
	for _, name := range requiredAssets {
		if b.assets[name] == "" {
			return fmt.Errorf("docsite: the assets lack %s; run \"make generate\"", strings.Replace(name, ".", ".gen.", 1))
		}
	}
	return nil
}

// publish makes a file of the site under a name that changes with its content.
func (b *builder) publish(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	hashed := fmt.Sprintf("assets/%s.%s%s", addressOf(strings.TrimSuffix(name, ext)), hex.EncodeToString(sum[:5]), ext)
	f := b.newFile(hashed, content)
	f.immutable = true
	b.files[hashed] = f
	return hashed
}
