package snippet_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/snippet"
	"wpengine/openapi/document"
)

const petsAPI = `openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://api.example.com/v1'}]
paths:
  /pets:
    get: {operationId: listPets, responses: {'200': {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}}}
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'201': {description: It is there.}, 4XX: {content: {application/json: {schema: {type: object, required: [error]}}}}}
  /pets/{id}:
    delete: {operationId: deletePet, responses: {}}
  /pets/mine:
    get: {operationId: myPets, responses: {}}
components:
  schemas:
    Pet:
      type: object
      required: [id, name]
      additionalProperties: false
      properties: {id: {type: integer, readOnly: true}, name: {type: string}, tags: {type: array, items: {type: string}}, age: {type: integer}}
`

func pets(t *testing.T) (*document.Document, *snippet.API) {
	t.Helper()
	doc, err := document.Load(fstest.MapFS{"api.yaml": {Data: []byte(petsAPI)}}, "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return doc, snippet.New(doc)
}

// said is what is said of the requests in a block, with their lines.
func said(api *snippet.API, language, code string) (all []string) {
	for _, r := range snippet.Find(language, code) {
		if text := api.Check(r); text != "" {
			all = append(all, fmt.Sprintf("%d: %s", r.Line, text))
		}
	}
	return all
}

func TestSampleThatDoesNotFitIsTold(t *testing.T) {
	const noString = `0: this is no request of addPet: name is the number 1, and has to be a string`
	for name, c := range map[string]struct{ language, code, want string }{
		"cURL":               {"sh", `curl -X POST https://api.example.com/v1/pets -H 'content-type: application/json' -d '{"name": 1}'`, noString},
		"without -X":         {"bash", `curl https://api.example.com/v1/pets --json '{"name": 1}'`, noString},
		"short options":      {"bash", `curl -sSXPOST -d'{"name": 1}' "https://api.example.com/v1/pets?x=1"`, noString},
		"double quotes":      {"bash", `curl https://api.example.com/v1/pets -d "{\"name\": 1}"`, noString},
		"behind a prompt":    {"console", "$ curl https://api.example.com/v1/pets \\\n  -d '{\"name\": 1}'\n{\"id\": 2}", noString},
		"on a later line":    {"bash", "# A pet\nset -e\ncurl \\\n  https://api.example.com/v1/pets -d '{\"name\": 1}'", "2" + noString[1:]},
		"in a command":       {"bash", `id=$(curl https://api.example.com/v1/pets -d '{"name": 1}' | jq .id)`, noString},
		"a here-document":    {"bash", "curl https://api.example.com/v1/pets -d @- <<'EOF'\n{\"name\": 1}\nEOF\n", noString},
		"a variable server":  {"bash", `curl "$API/v1/pets" -d '{"name": 1}'`, noString},
		"all of the server":  {"bash", `curl "$API/pets" -d '{"name": 1}'`, noString},
		"a variable beside":  {"bash", `curl https://api.example.com/v1/pets -d '{"tags": ["'"$TAG"'"], "name": 1, "age": '$AGE'}'`, noString},
		"no JSON":            {"bash", `curl https://api.example.com/v1/pets -d '{"name": }'`, `0: the body is no JSON: {"name": }`},
		"no such path":       {"bash", `curl https://api.example.com/v1/pet`, `0: the sample calls GET /pet, which the spec does not have; did you mean "/pets"?`},
		"no such method":     {"bash", `curl -X PUT https://api.example.com/v1/pets/1`, `0: the sample calls PUT /pets/{id}, and the spec has only DELETE there`},
		"no body wanted":     {"bash", `curl -X DELETE https://api.example.com/v1/pets/1 -d '{}'`, `0: deletePet takes no body`},
		"HTTP":               {"http", "POST /v1/pets HTTP/1.1\nHost: api.example.com\nContent-Type: application/json\n\n{\"name\": 1}", noString},
		"HTTP, the second":   {"http", "GET https://api.example.com/v1/pets\n\n### Another\nPOST {{server}}/pets\n\n{\"name\": 1}", "3" + noString[1:]},
		"fetch":              {"ts", "await fetch(\"https://api.example.com/v1/pets\", {\n  method: 'POST', // add\n  headers: { 'x-key': key() },\n  body: JSON.stringify({ name: 1, tags: [tag] }),\n});", noString},
		"fetch of a path":    {"js", "fetch(`${server}/pets/${id}`, { method: 'PATCH' })", ""},
		"fetch of no path":   {"js", "fetch(`https://api.example.com/v1/pats`)", `0: the sample calls GET /pats, which the spec does not have; did you mean "/pets"?`},
		"axios":              {"js", "const r = await axios.post('https://api.example.com/v1/pets', { name: 1 }, { timeout: 5 });", noString},
		"requests":           {"python", "requests.post(\n    f\"{server}/v1/pets\",\n    headers={\"x\": key},\n    json={\"name\": 1, \"age\": None or 3},  # a pet\n)", noString},
		"a member too many":  {"python", `httpx.post("https://api.example.com/v1/pets", json={"name": "Kiwi", "colour": "red"})`, `0: this is no request of addPet: it has "colour", which its schema does not know`},
		"a member not there": {"bash", `curl https://api.example.com/v1/pets -d '{}'`, `0: this is no request of addPet: it lacks "name", which has to be there`},
	} {
		t.Run(name, func(t *testing.T) {
			_, api := pets(t)
			got := strings.Join(said(api, c.language, c.code), "\n")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSampleThatMayFitIsNotTold(t *testing.T) {
	for name, c := range map[string]struct{ language, code string }{
		"as it should be":         {"bash", `curl https://api.example.com/v1/pets -d '{"name": "Kiwi", "age": 2}'`},
		"another server":          {"bash", `curl https://example.org/v1/pets -d '{"name": 1}'`},
		"beside the API":          {"bash", `curl https://api.example.com/status`},
		"a fixed path first":      {"bash", `curl https://api.example.com/v1/pets/mine`},
		"a path put in":           {"bash", `curl -X POST "https://api.example.com/v1/$1" -d "$2"`},
		"a body put in":           {"bash", `curl https://api.example.com/v1/pets -d "$BODY"`},
		"a name put in":           {"bash", `curl https://api.example.com/v1/pets -d "{\"name\": \"$NAME\", \"age\": ${AGE:-1}}"`},
		"an age put in":           {"bash", `curl https://api.example.com/v1/pets -d '{"name": "a", "age": "'$AGE'"}'`},
		"a file":                  {"bash", `curl https://api.example.com/v1/pets -d @pet.json`},
		"a form":                  {"bash", `curl https://api.example.com/v1/pets -d name=1 -F file=@a.png`},
		"another content type":    {"bash", `curl https://api.example.com/v1/pets -H 'Content-Type: text/csv' -d '[1'`},
		"left out":                {"bash", `curl https://api.example.com/v1/pets -d '{"name": "a", ...}'`},
		"a place for an id":       {"bash", `curl -X DELETE https://api.example.com/v1/pets/<id> > out.json`},
		"a template's id":         {"bash", `curl -X DELETE https://api.example.com/v1/pets/{id}`},
		"-G":                      {"bash", `curl -G https://api.example.com/v1/pets -d limit=1`},
		"an answer":               {"http", "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"name\": 1}"},
		"words that are no code":  {"text", `curl https://api.example.com/v1/pat`},
		"a variable of Python":    {"python", `requests.post(url, json={"name": 1})`},
		"what rest there is":      {"js", `fetch("https://api.example.com/v1/pets", { method: "POST", body: JSON.stringify({ ...pet }) })`},
		"an expression":           {"js", `fetch("https://api.example.com/v1/pets", { method: "POST", body: JSON.stringify({ name: pet.name ?? "a", age: 1 + 1 }) })`},
		"brackets without an end": {"js", `fetch("https://api.example.com/v1/pets", { method: "POST", body: JSON.stringify({ name: [`},
		"quotes without an end":   {"bash", `curl "https://api.example.com/v1/pets -d '{"name": 1}`},
	} {
		t.Run(name, func(t *testing.T) {
			_, api := pets(t)
			if got := said(api, c.language, c.code); got != nil {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestAnswerIsHeldAgainstItsStatus(t *testing.T) {
	doc, api := pets(t)
	byID := map[string]*document.Operation{}
	for _, op := range doc.Operations {
		byID[op.ID] = op
	}
	for _, c := range []struct{ id, status, body, want string }{
		{"listPets", "200", `[{"id": 1, "name": "Kiwi"}]`, ""},
		{"listPets", "200", `[{"name": "Kiwi"}]`, `this is no answer 200 of listPets: [0] lacks "id", which has to be there`},
		{"listPets", "404", `{}`, `listPets has no answer 404 in the spec`},
		{"addPet", "404", `{}`, `this is no answer 404 of addPet: it lacks "error", which has to be there`},
		{"addPet", "201", `{}`, ""},
	} {
		var body any
		if err := json.Unmarshal([]byte(c.body), &body); err != nil {
			t.Fatal(err)
		}
		if got := api.Answer(byID[c.id], c.status, body); got != c.want {
			t.Errorf("%s %s %s: got %q, want %q", c.id, c.status, c.body, got, c.want)
		}
	}
}

func FuzzFindEnds(f *testing.F) {
	f.Add("curl 'a' \"b$(c\" <<E\n$'x\\'\nE\n")
	f.Add("fetch(`a${b}`, {c: [1, 'd'], e: JSON.stringify({f})})")
	f.Add("requests.post(f'{a}', json={'b': None, **c})")
	f.Add("POST {{a}}/b HTTP/1.1\nHost: c\n\n{\"d\": {{e}}}")
	f.Fuzz(func(t *testing.T, code string) {
		for _, language := range []string{"sh", "http", "js", "python"} {
			for _, r := range snippet.Find(language, code) {
				if r.Line < 0 || r.Line > strings.Count(code, "\n") {
					t.Errorf("%s: line %d of %q", language, r.Line, code)
				}
			}
		}
	})
}
