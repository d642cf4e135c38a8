package dashboard

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"wpengine/engine/api"
	"wpengine/engine/proxypool"
)

// maxProxyList is how much of a list of proxies is read: as many as may be seeded at once, with long names.
const maxProxyList = 2 << 20

const (
	maxSeed     = 5000 // proxies that are seeded at once
	maxLines    = 200  // lines of an outcome that are shown, so that a browser shows the page at once
	maxRejected = 1000 // the same, of those that are rejected
)

// seedPage is a list of proxies, and what would become of each line.
type seedPage struct {
	form
	Text     string // with passwords, as it was sent: whoever sent it corrects it there
	Schemes  []choice
	Modes    []choice
	Lines    []seedLine
	More     int // lines that aren't among them, for brevity
	Checked  bool
	Removed  int
	Kept     []string // why proxies that aren't in the list are not removed
	Added    int
	Changed  int
	Rejected int
}

// seedLine is what becomes of a line.
type seedLine struct {
	Number  int
	Masked  string // "" if it is rejected: a line that isn't understood may have its password anywhere
	Outcome clientState
	Reason  string
}

var (
	seedOutcomes = map[api.TakenProxyOutcome]clientState{
		api.TakenProxyOutcomeAdded:     {Label: "New", Tone: "good"},
		api.TakenProxyOutcomeUpdated:   {Label: "Changed", Tone: "warn"},
		api.TakenProxyOutcomeUnchanged: {Label: "The same"},
	}
	seedRejected = clientState{Label: "Rejected", Tone: "bad"}
)

func newSeedPage(v *Visit) *seedPage {
	page := &seedPage{
		Schemes: []choice{{Value: "", Label: "Refuse it"}, {Value: "socks5", Label: "socks5"}, {Value: "http", Label: "http"}, {Value: "https", Label: "https"}},
		Modes: []choice{
			{Value: "merge", Label: "Add and change", More: "Proxies that aren't in the list stay."},
			{Value: "replace", Label: "Replace the pool", More: "Proxies that aren't in the list are removed, save those that clients have."},
		},
	}
	choose(page.Schemes, v.Value("scheme"))
	choose(page.Modes, cmp.Or(v.Value("mode"), "merge"))
	return page
}

func (d *Dashboard) showSeed(v *Visit) error { return v.Show(http.StatusOK, newSeedPage(v)) }

// seed shows what would become of a list or, if that was shown, does it.
func (d *Dashboard) seed(v *Visit) error {
	page := newSeedPage(v)
	var err error
	if page.Text, err = proxyList(v); err != nil {
		return err
	}
	request, numbers := page.read(v)
	if len(page.Lines)+len(request.Items) == 0 && request.Mode != api.SeedProxiesRequestModeReplace {
		page.Problem = "There is no proxy in the list. Write one a line."
		return v.Show(http.StatusBadRequest, page)
	}
	if len(request.Items) > maxSeed {
		page.Problem = fmt.Sprintf("The list has %s proxies. Seed up to %s at a time.", grouped(len(request.Items)), grouped(maxSeed))
		return v.Show(http.StatusBadRequest, page)
	}
	request.DryRun = v.Value("do") != "seed"
	done, err := call[api.SeedProxiesResponse](v, "proxy.seed", request)
	if err != nil {
		if status := page.explain(v.Writer, err); status != 0 {
			return v.Show(status, page)
		}
		return err
	}
	page.tell(done, numbers)
	page.shorten()
	if request.DryRun {
		return v.Show(http.StatusOK, page)
	}
	notice := fmt.Sprintf("%s added, %s changed", grouped(done.Added), grouped(done.Updated))
	if request.Mode == api.SeedProxiesRequestModeReplace {
		notice += fmt.Sprintf(", %s removed", grouped(done.Removed))
	}
	if page.Rejected > 0 {
		notice += fmt.Sprintf(", %s rejected", counted(page.Rejected, "line", "lines"))
	}
	return v.Done(proxiesPath, notice+".")
}

// proxyList returns the list that was sent: the file if there is one, or what was pasted.
func proxyList(v *Visit) (string, error) {
	file, _, err := v.Request.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return v.Value("list"), nil
	}
	if err != nil {
		return "", api.Errorf(api.CodeInvalidRequest, "The file could not be read.")
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil || len(text) == 0 {
		return v.Value("list"), err // browsers send a file without a name and content where none was chosen
	}
	return strings.ToValidUTF8(string(text), "\ufffd"), nil
}

// read makes a request of the list, with the numbers of the lines that its items stand on. The other lines are rejected.
func (p *seedPage) read(v *Visit) (request api.SeedProxiesRequest, numbers []int) {
	request = api.SeedProxiesRequest{Items: []api.ProxySeed{}, Mode: api.SeedProxiesRequestMode(cmp.Or(v.Value("mode"), "merge"))}
	for _, line := range proxypool.ReadLines(p.Text, v.Value("scheme")) {
		if line.Err != nil {
			p.Lines = append(p.Lines, seedLine{Number: line.Number, Outcome: seedRejected, Reason: sentence(line.Err.Error())})
			continue
		}
		request.Items = append(request.Items, line.Item)
		numbers = append(numbers, line.Number)
	}
	return request, numbers
}

// tell says of each line what became of it.
func (p *seedPage) tell(done *api.SeedProxiesResponse, numbers []int) {
	for _, item := range done.Taken {
		p.Lines = append(p.Lines, seedLine{Number: numbers[item.Index], Masked: item.Masked, Outcome: seedOutcomes[item.Outcome]})
	}
	for _, r := range done.Rejected {
		if r.Index == nil {
			p.Kept = append(p.Kept, sentence(r.Reason))
			continue
		}
		reason, first := r.Reason, 0
		if n, _ := fmt.Sscanf(reason, "it is the same proxy as item %d", &first); n == 1 && first < len(numbers) { // here they are lines
			reason = fmt.Sprintf("it is the same proxy as line %d", numbers[first])
		}
		p.Lines = append(p.Lines, seedLine{Number: numbers[*r.Index], Outcome: seedRejected, Reason: sentence(reason)})
	}
	slices.SortFunc(p.Lines, func(a, b seedLine) int { return a.Number - b.Number })
	p.Checked, p.Added, p.Changed, p.Removed = true, done.Added, done.Updated, done.Removed
	for _, line := range p.Lines {
		if line.Outcome == seedRejected {
			p.Rejected++
		}
	}
}

// shorten leaves out lines of what there is much of, and then begins with those that are rejected.
func (p *seedPage) shorten() {
	shown, all := map[clientState]int{}, len(p.Lines)
	p.Lines = slices.DeleteFunc(p.Lines, func(line seedLine) bool {
		shown[line.Outcome]++
		most := maxLines
		if line.Outcome == seedRejected {
			most = maxRejected
		}
		return shown[line.Outcome] > most
	})
	if p.More = all - len(p.Lines); p.More > 0 {
		slices.SortStableFunc(p.Lines, func(a, b seedLine) int { return rejectedFirst(a) - rejectedFirst(b) })
	}
}

func rejectedFirst(line seedLine) int {
	if line.Outcome == seedRejected {
		return 0
	}
	return 1
}

// Changes reports whether anything would change.
func (p *seedPage) Changes() bool { return p.Added+p.Changed+p.Removed > 0 }

// Does says what the button does.
func (p *seedPage) Does() string {
	var parts []string
	for _, c := range []struct {
		n    int
		verb string
	}{{p.Added, "add"}, {p.Changed, "change"}, {p.Removed, "remove"}} {
		if c.n > 0 {
			parts = append(parts, c.verb+" "+grouped(c.n))
		}
	}
	text := strings.Join(parts, ", ")
	return strings.ToUpper(text[:1]) + text[1:]
}
