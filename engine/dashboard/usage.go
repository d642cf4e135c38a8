package dashboard

import (
	"fmt"
	"net/http"
	"time"

	"wpengine/engine/api"
	"wpengine/engine/store"
)

// usageDays is how many days the page looks back on, today among them.
const usageDays = 30

// usagePage is what an account has done.
type usagePage struct {
	Usage      api.Usage // the last hour, as the API tells it
	Spent      int       // in that hour
	Chart      chart
	Keys       []store.UsageSum
	Operations []store.UsageSum
}

// chart is a bar for each day, in a drawing of chartWidth by chartHeight.
type chart struct {
	Bars          []bar
	Top           int // what a bar of the full height stands for
	Width, Height int
	store.UsageCount
}

// bar is a day in the chart. The failures stand on what went well.
type bar struct {
	store.UsageDay
	X, Width         int
	Good, Bad        int // heights
	GoodTop, BadTop  int
	SlotX, SlotWidth int // the day's whole column, to be pointed at
}

const (
	chartHeight = 160
	chartSlot   = 20
	chartBar    = 14
)

func (d *Dashboard) showUsage(v *Visit) error {
	own, err := call[api.Account](v, "account.get", api.GetAccountRequest{})
	if err != nil {
		return err
	}
	today := time.Now().UTC().Truncate(24 * time.Hour)
	since := today.AddDate(0, 0, 1-usageDays)
	report, err := d.Usage.Of(v.Request.Context(), v.Caller.UserID, since)
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, &usagePage{
		Usage: own.Usage, Spent: own.Usage.Limit - own.Usage.Remaining,
		Chart: draw(report.Days, since), Keys: report.Keys, Operations: report.Operations,
	})
}

// draw makes a chart of the days since a midnight. Those without requests are in it too.
func draw(days []store.UsageDay, since time.Time) chart {
	c := chart{Width: usageDays * chartSlot, Height: chartHeight}
	counts := map[time.Time]store.UsageCount{}
	most := 0
	for _, d := range days {
		counts[d.Day.UTC()] = d.UsageCount
		most = max(most, d.Requests)
		c.Requests += d.Requests
		c.Failures += d.Failures
	}
	c.Top = round(most)
	for i := range usageDays {
		b := bar{UsageDay: store.UsageDay{Day: since.AddDate(0, 0, i)}, X: i*chartSlot + (chartSlot-chartBar)/2, Width: chartBar, SlotX: i * chartSlot, SlotWidth: chartSlot}
		b.UsageCount = counts[b.Day]
		b.Bad = height(b.Failures, c.Top)
		b.Good = height(b.Requests, c.Top) - b.Bad
		b.GoodTop = chartHeight - b.Good
		b.BadTop = b.GoodTop - b.Bad
		c.Bars = append(c.Bars, b)
	}
	return c
}

// height is that of n in the chart. What there is can be seen.
func height(n, top int) int {
	if n == 0 {
		return 0
	}
	return max(n*chartHeight/top, 2)
}

// round is the next of 1, 2, 5, 10, 20, 50, … that isn't below n.
func round(n int) int {
	for unit := 1; ; unit *= 10 {
		for _, step := range []int{1, 2, 5} {
			if step*unit >= n {
				return step * unit
			}
		}
	}
}

// grouped writes a number with its thousands apart.
func grouped(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
