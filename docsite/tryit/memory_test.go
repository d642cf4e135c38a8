package tryit

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestSmallMessagesBecomeNoLargeRequests sends what is written many times in a request: all that a message makes has to be little more
// than what is counted of it.
func TestSmallMessagesBecomeNoLargeRequests(t *testing.T) {
	leaves := make([]string, 9000)
	for i := range leaves {
		leaves[i] = fmt.Sprintf(`"%d":1`, i)
	}
	long := strings.Repeat("&", 4<<20)
	for name, test := range map[string]struct {
		operation, message, code string
		most                     uint64 // MiB
	}{
		"a name that stands before each member": {"pets/query", `{"values":{"query":{"deep":{"` + strings.Repeat("a", 100<<10) + `":{` + strings.Join(leaves, ",") + `}}}}}`, "head_too_large", 32},
		"a long value":                          {"pets/query", `{"values":{"query":{"q":"` + long + `"}}}`, "head_too_large", 48},
		"a long value of a path":                {"pets/path", `{"values":{"path":{"dir":"` + long + `","file":"x"}}}`, "head_too_large", 48},
		"a long credential":                     {"pets/keyquery", `{"credentials":{"query":{"value":"` + long + `"}}}`, "head_too_large", 48},
		"a long variable":                       {"pets/open", `{"server":{"variables":{"x":"` + long + `"}}}`, "head_too_large", 48},
		"a parameter that nobody knows":         {"pets/open", `{"values":{"query":{"` + long + `":"x"}}}`, "head_too_large", 48},
		"a long name of a part":                 {"pets/large", `{"mediaType":"multipart/form-data","parts":[{"name":"` + long + `","value":"x"}]}`, "body_too_large", 48},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPanelOfSpec(t, strings.Replace(attackSpec, "  /keyquery:", "  /large: { post: { tags: [pets], operationId: pets.large, requestBody: { content: { multipart/form-data: {} } }, responses: { '200': { description: ok } } } }\n  /keyquery:", 1),
				Config{Upstreams: []string{"http://127.0.0.1:9"}})
			r := p.request(test.operation, test.message)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			w := p.do(r)
			runtime.ReadMemStats(&after)
			if got := codeOf(t, w); got != test.code {
				t.Errorf("it ended with %q", got)
			}
			if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > test.most {
				t.Errorf("%d KiB of a message took %d MiB", len(test.message)>>10, took)
			}
		})
	}
}
