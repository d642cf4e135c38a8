package dashboard

import (
	"strings"

	"wpengine/engine/web"
)

// The programs and systems that a User-Agent may name. Many name others too, which they want to be taken for, so the
// first that is found counts.
var (
	programs = []struct{ mark, name string }{
		{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"HeadlessChrome/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"},
	}
	systems = []struct{ mark, name string }{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	}
)

// browser says in a few words what a User-Agent says in many.
func browser(agent string) string {
	program, system := "", ""
	for _, p := range programs {
		if strings.Contains(agent, p.mark) {
			program = p.name
			break
		}
	}
	for _, s := range systems {
		if strings.Contains(agent, s.mark) {
			system = s.name
			break
		}
	}
	switch {
	case program != "" && system != "":
		return program + " on " + system
	case program+system != "":
		return program + system
	case agent != "":
		return web.Clip(agent)
	}
	return "Unknown program"
}
