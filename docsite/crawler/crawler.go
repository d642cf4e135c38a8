// Package crawler writes what a site has for machines that read it: search engines, link previews
// and language models.
//
//	sitemap.go  sitemap.xml and robots.txt
//	llms.go     llms.txt and llms-full.txt
//	linked.go   what a page is, as JSON-LD
package crawler
