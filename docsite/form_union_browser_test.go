package docsite_test

import (
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"
)

// unionSpec has an object that holds one of its members, as the messages of a chat do.
const unionSpec = `
openapi: 3.1.0
info: { title: Chat, version: '1' }
paths:
  /send:
    post:
      operationId: send
      tags: [chat]
      requestBody:
        required: true
        content:
          application/json:
            example: { to: Ada, message: { text: Hello } }
            schema:
              type: object
              required: [to, message]
              properties:
                to: { type: string }
                message:
                  type: object
                  minProperties: 1
                  maxProperties: 1
                  additionalProperties: false
                  properties:
                    text: { type: string }
                    image: { type: object, required: [url], properties: { url: { type: string }, caption: { type: string } } }
                    place: { type: object, properties: { name: { type: string }, a: {}, b: {}, c: {}, d: {} } }
      responses: { '200': { description: ok } }
`

// TestObjectsWithOneMemberAreChosenFrom: the form leads from one kind of message to another, as it does for "oneOf".
func TestObjectsWithOneMemberAreChosenFrom(t *testing.T) {
	var e echo
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1400))
	b.panel(siteBefore(t, &e, fstest.MapFS{"a.yaml": {Data: []byte(unionSpec)}}, "a.yaml") + "chat/send/")
	b.says(`[...$in("message").options].map(({ text }) => text)`, "text,image,place")
	b.fill("text", "Hi")
	sameJSON(t, b.body(), `{"to":"Ada","message":{"text":"Hi"}}`)
	b.fill("message", "image")
	b.fill("url", "https://example.com/a.png")
	sameJSON(t, b.body(), `{"to":"Ada","message":{"image":{"url":"https://example.com/a.png"}}}`)
	b.fill("message", "place")
	b.says(`$in("name").checkVisibility()`, "true") // nothing of it is required, so all of it is shown
	b.fill("message", "text")
	sameJSON(t, b.body(), `{"to":"Ada","message":{"text":"Hi"}}`)

	t.Log("what is required alone has a message as well")
	b.says(`[...document.querySelectorAll(".tryit-bodyhead > button")].find((one) => one.textContent === "Required only").hidden`, "true")

	t.Log("a text with two members loses none of them")
	b.js(`document.querySelector("[data-view=text]").click()`)
	b.typed(`document.getElementById("try-body")`, `{"to": "Ada", "message": {"text": "Hi", "image": {"url": "x"}}}`)
	b.js(`document.querySelector("[data-view=form]").click()`)
	sameJSON(t, b.body(), `{"to":"Ada","message":{"text":"Hi","image":{"url":"x"}}}`)
}
