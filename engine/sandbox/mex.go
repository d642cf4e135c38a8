package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"go.mau.fi/whatsmeow/types"
)

// mexQuery answers one kind of GraphQL request. The variables are as the client has sent them; the answer is
// what stands under "data". Requests are exclusive changes.
type mexQuery func(t *tx, c *conn, variables []byte) (any, error)

// mexQueries are the GraphQL requests that the network knows. Clients don't send a query but the id of one that
// WhatsApp's servers keep. Clients for the web and those for desktops have different ids for the same.
func mexQueries(id string) (q mexQuery, known bool) {
	switch id {
	case "9152604461510864":
		q = (*tx).updateTextStatus
	case "6563316087068696", "9779843322044422":
		q = (*tx).fetchChannel
	case "6388546374527196", "8621797084555037":
		q = (*tx).subscribedChannels
	case "6234210096708695", "27527996220149684":
		q = (*tx).createChannel
	case "9926858900719341":
		q = joinQuery
	case "6392786840836363", "8782612271820087":
		q = channelQuery("xwa2_newsletter_leave_v2", leaveQuery)
	case "6274038279359549", "5971669009605755":
		q = channelQuery("xwa2_newsletter_mute_v2", muteQuery)
	case "6068417879924485", "6104029483058502":
		q = channelQuery("xwa2_newsletter_unmute_v2", unmuteQuery)
	}
	return q, q != nil
}

// mexFault is why a GraphQL request is refused, with a code like those of HTTP.
type mexFault struct {
	code int
	text string
}

func (f mexFault) Error() string { return fmt.Sprintf("%d: %s", f.code, f.text) }

var (
	errMexInput   = mexFault{400, "Bad Request"}
	errMexAllowed = mexFault{403, "Forbidden"}
	errMexMissing = mexFault{404, "Not Found"}
	errMexFull    = mexFault{429, "Too Many Requests"}
	errMexUnknown = mexFault{501, "The simulated network doesn't know this query"}
)

// handleMex answers a GraphQL request: always with a result, in which there may be an error.
func (t *tx) handleMex(c *conn, s *stanza) {
	query, _ := child(s, "query")
	var body struct {
		Variables json.RawMessage `json:"variables"`
	}
	var answer any
	err := error(errMexInput)
	if json.Unmarshal(contentBytes(query), &body) == nil {
		err = errMexUnknown
		if answerTo, known := mexQueries(attrText(query, "query_id")); known {
			answer, err = answerTo(t, c, body.Variables)
		}
	}
	text, err := json.Marshal(mexAnswer(answer, err))
	if err != nil {
		t.log.Error("the answer to a GraphQL request can't be encoded", "error", err)
		t.send(c, iqError(s, 500, "internal-server-error"))
		return
	}
	t.send(c, iqResult(s, leaf("result", text)))
}

// mexAnswer wraps an answer, or why there is none.
func mexAnswer(answer any, err error) map[string]any {
	if err == nil {
		return map[string]any{"data": answer}
	}
	var fault mexFault
	if !errors.As(err, &fault) {
		fault = errMexInput // variables that can't be read
	}
	return map[string]any{"data": nil, "errors": []types.GraphQLError{{
		Message: fault.text, Path: []string{},
		Extensions: types.GraphQLErrorExtensions{ErrorCode: fault.code, Severity: "CRITICAL"},
	}}}
}

// tellMex tells a device of something that it would otherwise have to ask for by GraphQL. The name is that
// of the subscription by which the client has asked to be told.
func (t *tx) tellMex(d *device, name string, data any) {
	text, err := json.Marshal(map[string]any{"data": data})
	if err != nil {
		t.log.Error("a GraphQL notification can't be encoded", "name", name, "error", err)
		return
	}
	update := stanza{Tag: "update", Attrs: attrs{"op_name": name}, Content: text}
	t.deliver(d, t.notification("mex", types.ServerJID, nil, update))
}

// updateTextStatus changes the about text of the client's account.
func (t *tx) updateTextStatus(c *conn, variables []byte) (any, error) {
	var v struct {
		Input *types.SetStatusInput `json:"input"`
	}
	if err := json.Unmarshal(variables, &v); err != nil {
		return nil, err
	}
	if v.Input == nil || v.Input.Text != nil && utf8.RuneCountInString(*v.Input.Text) > MaxAbout {
		return nil, errMexInput
	}
	text := ""
	set(&text, v.Input.Text)
	t.setAbout(c.device.owner, text)
	t.tellProfile(c.device.owner)
	return map[string]any{"xwa2_update_text_status": map[string]any{"result": "SUCCESS"}}, nil
}
