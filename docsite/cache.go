package docsite

import (
	"crypto/sha256"
	"sync"

	"wpengine/docsite/markdown"
)

// Cache keeps what one build made of its sources for the next: guides that have not changed are not parsed
// again, unless they include other files. Its zero value is empty. It is for a site that is built again and again,
// such as one that is being written.
type Cache struct {
	mu     sync.Mutex
	guides map[string]cachedGuide
}

type cachedGuide struct {
	sum [sha256.Size]byte
	doc *markdown.Document
}

func (c *Cache) guide(name string, content []byte, parse func() *markdown.Document) *markdown.Document {
	if c == nil {
		return parse()
	}
	sum := sha256.Sum256(content)
	c.mu.Lock()
	known, ok := c.guides[name]
	c.mu.Unlock()
	if ok && known.sum == sum {
		return known.doc
	}
	doc := parse()
	c.mu.Lock()
	defer c.mu.Unlock()
	if doc.Includes { // whose changes nobody looks for
		delete(c.guides, name)
		return doc
	}
	if c.guides == nil {
		c.guides = map[string]cachedGuide{}
	}
	c.guides[name] = cachedGuide{sum, doc}
	return doc
}
