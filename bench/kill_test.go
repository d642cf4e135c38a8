package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wpengine/engine"
)

// sendPatience is how long a message may be refused.
const sendPatience = 30 * time.Second

// BenchmarkKill kills the process of the simulated network a hundred times amid messages in both directions, and counts
// those that are lost or doubled. Whoever sends does as the guides say: a send that fails is repeated with its
// Idempotency-Key.
func BenchmarkKill(b *testing.B) {
	if b.N > 1 {
		b.Skip("a hundred kills are one run")
	}
	kill(b, 100)
}

// TestKilledNetworkLosesNothing is BenchmarkKill in short.
func TestKilledNetworkLosesNothing(t *testing.T) { kill(t, 3) }

func kill(tb testing.TB, kills int) {
	network := newVictim(tb)
	e := engineOn(tb, network.url())
	var sending sync.WaitGroup
	stop := make(chan struct{})
	var sent [2]atomic.Int64
	for direction, say := range []func(text string) error{
		func(text string) error { // from the client to a phone
			return e.call("whatsapp/sendMessage", text, fmt.Sprintf(`{"clientId":%q,"jid":%q,"message":{"text":%q}}`, e.clientID, engine.DemoRecipient, text), nil)
		},
		func(text string) error { // from a phone to the client
			return e.call("sandbox/sendMessage", text, fmt.Sprintf(`{"phone":%q,"jid":%q,"message":{"text":%q}}`, engine.DemoRecipient, engine.DemoPhone, text), nil)
		},
	} {
		sending.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				text := fmt.Sprintf("%s-%d", []string{"out", "in"}[direction], sent[direction].Load())
				for late := time.Now().Add(sendPatience); ; time.Sleep(5 * time.Millisecond) {
					err := say(text)
					if err == nil {
						break
					}
					if time.Now().After(late) {
						tb.Errorf("%q can't be sent: %v", text, err)
						return
					}
				}
				sent[direction].Add(1)
				time.Sleep(20 * time.Millisecond) // a phone keeps its last 10,000 messages
			}
		})
	}
	for i := range kills {
		e.flowing(&sent)
		time.Sleep(time.Duration(i*37%160) * time.Millisecond) // amid whatever happens to go on
		network.restart()
	}
	e.flowing(&sent)
	close(stop)
	sending.Wait()

	lost, doubled := 0, 0
	for direction, read := range []func() map[string]int{e.onPhone, e.inClient} {
		count := int(sent[direction].Load())
		got := settled(read, count)
		for i := range count {
			text := fmt.Sprintf("%s-%d", []string{"out", "in"}[direction], i)
			switch n := got[text]; {
			case n == 0:
				lost++
				tb.Logf("lost: %s", text)
			case n > 1:
				doubled++
				tb.Logf("%d times: %s", n, text)
			}
		}
	}
	if lost > 0 || doubled > 0 {
		tb.Errorf("of %d and %d messages %d are lost and %d doubled", sent[0].Load(), sent[1].Load(), lost, doubled)
	}
	if b, ok := tb.(*testing.B); ok {
		b.ReportMetric(float64(kills), "kills")
		b.ReportMetric(float64(sent[0].Load()+sent[1].Load()), "messages")
		b.ReportMetric(float64(lost), "lost")
		b.ReportMetric(float64(doubled), "doubled")
	}
}

// settled reads until as many different texts are there as were sent, and a little longer, for doubles; or gives up.
func settled(read func() map[string]int, want int) map[string]int {
	for late := time.Now().Add(30 * time.Second); len(read()) < want && time.Now().Before(late); {
		time.Sleep(100 * time.Millisecond)
	}
	time.Sleep(500 * time.Millisecond)
	return read()
}

// caller is an engine on a network in another process, and what asks it.
type caller struct {
	tb       testing.TB
	url, key string
	clientID string
}

func engineOn(tb testing.TB, network string) *caller {
	tb.Helper()
	ctx := context.Background()
	e, err := engine.New(ctx, engine.Config{
		Data: tb.TempDir(), Network: engine.NetworkSandbox, SandboxURL: network, Logger: slog.New(slog.DiscardHandler),
		HourlyLimits: map[string]int{"pro": 1 << 30},
	})
	if err != nil {
		tb.Fatal(err)
	}
	server := httptest.NewServer(e)
	tb.Cleanup(func() {
		server.Close()
		if err := e.Close(); err != nil {
			tb.Error(err)
		}
	})
	e.Start(ctx)
	demo, err := e.Demo(ctx)
	if err != nil {
		tb.Fatal(err)
	}
	c := &caller{tb: tb, url: server.URL, key: demo.Key, clientID: demo.ClientID}
	if err := c.call("sandbox/updatePhone", "", fmt.Sprintf(`{"phone":%q,"persona":"silent"}`, engine.DemoRecipient), nil); err != nil {
		tb.Fatal(err)
	}
	return c
}

// flowing waits until messages go both ways. An engine whose network fails again and again tries again after longer and
// longer pauses, unless somebody asks it to connect.
func (c *caller) flowing(sent *[2]atomic.Int64) {
	out, in := sent[0].Load(), sent[1].Load()
	for late := time.Now().Add(sendPatience); sent[0].Load() <= out+1 || sent[1].Load() <= in+1; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(late) {
			c.tb.Fatal("no messages go through")
		}
		_ = c.call("clients/connect", "", fmt.Sprintf(`{"clientId":%q}`, c.clientID), nil)
	}
}

// call calls an operation, and decodes its answer.
func (c *caller) call(operation, idempotencyKey, body string, answer any) error {
	req, err := http.NewRequest(http.MethodPost, c.url+"/api/rpc/"+operation, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Api-Key", c.key)
	if idempotencyKey != "" {
		req.Header.Set("Idempotency-Key", idempotencyKey)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s %s", operation, resp.Status, data)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(data, answer)
}

// onPhone counts the texts that the phone has been told.
func (c *caller) onPhone() map[string]int {
	return c.texts("sandbox/listMessages", fmt.Sprintf(`"phone":%q`, engine.DemoRecipient), "out-")
}

// inClient counts the texts that the engine has stored of its client.
func (c *caller) inClient() map[string]int {
	return c.texts("whatsapp/getConversationMessages", fmt.Sprintf(`"clientId":%q`, c.clientID), "in-")
}

func (c *caller) texts(operation, of, prefix string) map[string]int {
	counts := map[string]int{}
	for cursor := ""; ; {
		var page struct {
			Items      []struct{ Text string }
			NextCursor string
		}
		if err := c.call(operation, "", fmt.Sprintf(`{%s,"limit":200%s}`, of, cursor), &page); err != nil {
			c.tb.Fatal(err)
		}
		for _, m := range page.Items {
			if strings.HasPrefix(m.Text, prefix) {
				counts[m.Text]++
			}
		}
		if page.NextCursor == "" {
			return counts
		}
		cursor = fmt.Sprintf(`,"cursor":%q`, page.NextCursor)
	}
}
