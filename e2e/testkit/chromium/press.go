package chromium

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take to come, or to have what a test presses; a busy machine is no defect.
const patience = time.Minute

// press looks whether an element can be pressed: it is there, is enabled, has a box, and is what a pointer meets in the
// middle of it. Then, if its box is where it was before, it presses it. All of that is one task, so nothing moves in between.
// A selector that begins with // is an XPath.
const press = `((selector, before) => {
	const found = selector.startsWith("//")
		? document.evaluate(selector, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue
		: document.querySelector(selector);
	if (document.readyState === "loading" || !found) return "isn't there";
	if (found.matches(":disabled")) return "is disabled";
	const seen = [found, ...(found.labels ?? [])].find((e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0);
	if (!seen) return "isn't visible";
	seen.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
	const {x, y, width, height} = seen.getClientRects()[0];
	const now = [x, y, width, height].join(" ");
	if (now !== before) return "at " + now;
	const met = document.elementFromPoint(x + width / 2, y + height / 2);
	if (!met || !(seen.contains(met) || met.shadowRoot || [...(found.labels ?? [])].some((label) => label.contains(met)))) {
		return "is covered by " + (met ? met.cloneNode().outerHTML : "nothing of the page");
	}
	const how = {bubbles: true, cancelable: true, composed: true, view: window, clientX: x + width / 2, clientY: y + height / 2, detail: 1, buttons: 1, pointerType: "mouse", isPrimary: true};
	met.dispatchEvent(new PointerEvent("pointerdown", how));
	if (met.dispatchEvent(new MouseEvent("mousedown", how))) seen.closest("a, button, input, select, textarea, summary, [tabindex]")?.focus({preventScroll: true});
	met.dispatchEvent(new PointerEvent("pointerup", {...how, buttons: 0}));
	met.dispatchEvent(new MouseEvent("mouseup", {...how, buttons: 0}));
	found.click();
	return "";
})`

// Click presses the first element that a selector finds, CSS or an XPath beginning with //. It waits until the element
// can be pressed and has stopped moving: chromedp's own Click looks where an element is, and presses there later,
// whatever is there by then.
func Click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		at := ""
		return wait(ctx, func() (string, error) {
			argument, err := json.Marshal([]string{selector, at})
			if err != nil {
				return "", err
			}
			said, err := chromedp.Evaluate[string](press+"(..."+string(argument)+")", gesture)(ctx, t)
			at = ""
			switch place, standing := strings.CutPrefix(said, "at "); {
			case err != nil: // between two pages there is nothing to press
				return fmt.Sprintf("%s: %v", selector, err), ctx.Err()
			case standing:
				at = place
				return selector + " moves", nil
			case said == "":
				return "", nil
			}
			return selector + " " + said, nil
		})
	})
}

// gesture makes what a script presses count as pressed by a person: only such a press opens a window or picks a file.
func gesture(p *runtime.EvaluateParams) { p.UserGesture = new(true) }

// Leave does something that leads to another page, and waits until that is there. Without it, the next step of a test can
// meet the page that is about to go.
func Leave(step chromedp.Action[chromedp.Void]) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := chromedp.Evaluate[bool](`window.isTheOldPage = true`)(ctx, t); err != nil {
			return err
		}
		if _, err := step(ctx, t); err != nil {
			return err
		}
		return wait(ctx, func() (string, error) {
			// Between two pages there is nothing to ask.
			here, err := chromedp.Evaluate[bool](`!window.isTheOldPage && document.readyState !== "loading"`)(ctx, t)
			if err == nil && here {
				return "", nil
			}
			return "no other page comes", ctx.Err()
		})
	})
}

// wait asks until nothing is missing.
func wait(ctx context.Context, missing func() (string, error)) error {
	for deadline := time.Now().Add(patience); ; {
		what, err := missing()
		if what == "" || err != nil {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("after %v: %s", patience, what)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
