package whatsapp

import (
	"errors"
	"testing"

	"wpengine/engine/api"
)

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]string{
		"+15551234567":                    "15551234567@s.whatsapp.net",
		"15551234567":                     "15551234567@s.whatsapp.net",
		"15551234567@s.whatsapp.net":      "15551234567@s.whatsapp.net",
		"15551234567:12@s.whatsapp.net":   "15551234567@s.whatsapp.net",
		"15551234567@c.us":                "15551234567@s.whatsapp.net",
		"100000000000001@lid":             "100000000000001@lid",
		"100000000000001:3@lid":           "100000000000001@lid",
		"120363012345678901@g.us":         "120363012345678901@g.us",
		"15551234567-1600000000@g.us":     "15551234567-1600000000@g.us",
		"":                                "",
		"ada":                             "",
		"+1 555 123 4567":                 "",
		"1-555-123-4567":                  "",
		"+0015551234567":                  "",
		"0015551234567":                   "",
		"+123456":                         "",
		"+1234567890123456":               "",
		"+15551234567@s.whatsapp.net":     "",
		"ada@s.whatsapp.net":              "",
		"@s.whatsapp.net":                 "",
		"@lid":                            "",
		"abc@lid":                         "",
		"abc@g.us":                        "",
		"15551234567@example.com":         "",
		"15551234567@s.whatsapp.net@g.us": "",
		"15551234567:x@s.whatsapp.net":    "",
		"status@broadcast":                "",
		"120363000000000000@newsletter":   "",
		"13135550002":                     "", // Meta AI
		"867051314767696@bot":             "",
		"15551234567@s.whatsapp.net\x00":  "",
		"１５５５１２３４５６７":                     "",
		"15551234567@msgr":                "",
		"15551234567@S.WHATSAPP.NET":      "",
		"15551234567 @s.whatsapp.net":     "",
	} {
		jid, err := parseAddress(text, "/jid")
		if want == "" {
			var bad *api.Error
			if !errors.As(err, &bad) || bad.Code != api.CodeInvalidRequest || len(bad.Fields) != 1 || bad.Fields[0].Pointer != "/jid" {
				t.Errorf("%q: got %v, %v", text, jid, err)
			}
			continue
		}
		if err != nil || jid.String() != want {
			t.Errorf("%q: got %v, %v; want %s", text, jid, err, want)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("+15551234567")
	f.Add("15551234567:12@s.whatsapp.net")
	f.Fuzz(func(t *testing.T, text string) {
		jid, err := parseAddress(text, "/jid")
		if err != nil {
			return
		}
		again, err := parseAddress(jid.String(), "/jid")
		if err != nil || again != jid {
			t.Errorf("%q is %s, which is %s, %v", text, jid, again, err)
		}
	})
}
