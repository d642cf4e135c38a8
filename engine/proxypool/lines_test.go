package proxypool

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wpengine/engine/api"
)

func TestLinesAreReadAsPeopleWriteThem(t *testing.T) {
	country, most := "DE", 20
	text := "\ufeff# from the seller\r\nsocks5://user:s3cret@proxy.example:1080 DE 20 residential\r\n\r\n" +
		"http://a.example:80,fast, DE\nb.example:3128:user:p@ss:w0rd\nuser:p,a;ss@c.example:80;20\nd.example:80"
	want := []Line{
		{Number: 2, Item: api.ProxySeed{URL: "socks5://user:s3cret@proxy.example:1080", Country: &country, MaxClients: &most, Tags: []string{"residential"}}},
		{Number: 4, Item: api.ProxySeed{URL: "http://a.example:80", Country: &country, Tags: []string{"fast"}}},
		{Number: 5, Item: api.ProxySeed{URL: "http://user:p%40ss%3Aw0rd@b.example:3128"}},
		{Number: 6, Item: api.ProxySeed{URL: "http://user:p,a;ss@c.example:80", MaxClients: &most}},
		{Number: 7, Item: api.ProxySeed{URL: "http://d.example:80"}},
	}
	if diff := cmp.Diff(want, ReadLines(text, "http")); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{
		"e.example:1080:user:p/w?d": "socks5://user:p%2Fw%3Fd@e.example:1080",
		"e.example:1080:user:p:w":   "socks5://user:p%3Aw@e.example:1080",
	} {
		u := ReadLines(text, "socks5")[0].Item.URL
		if _, err := parseAddress(u, false); err != nil || u != want {
			t.Errorf("%s: %s, %v", text, u, err)
		}
	}
	if u := ReadLines("e.example:1080", "")[0].Item.URL; u != "e.example:1080" {
		t.Errorf("without a scheme: %s", u)
	}
}

func TestLinesThatAreNoneSayWhy(t *testing.T) {
	for text, want := range map[string]string{
		"http://u:s3cret@a.example:80 0":                           "from 1 to 10000",
		"http://u:s3cret@a.example:80 http://u:s3cret@b.example:1": "one proxy",
		"http://u:s3cret@a.example:80 " + strings.Repeat("x", 51):  "50 characters",
	} {
		err := ReadLines(text, "http")[0].Err
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
