package request

import (
	"testing"

	"wpengine/openapi/document"
)

// The values and most of the results are those of the table in the OpenAPI specification.
func TestParametersAreWrittenInTheirStyle(t *testing.T) {
	array := []any{"blue", "black", "brown"}
	object := map[string]any{"R": 100, "G": 200, "B": 150} // by name, as FromAny has them
	for _, test := range []struct {
		in, style string
		explode   bool
		value     any
		want      string
	}{
		{"path", "simple", false, "blue", "blue"},
		{"path", "simple", false, array, "blue,black,brown"},
		{"path", "simple", false, object, "B,150,G,200,R,100"},
		{"path", "simple", true, object, "B=150,G=200,R=100"},
		{"path", "label", false, "blue", ".blue"},
		{"path", "label", false, array, ".blue,black,brown"},
		{"path", "label", true, array, ".blue.black.brown"},
		{"path", "label", true, object, ".B=150.G=200.R=100"},
		{"path", "matrix", false, "blue", ";color=blue"},
		{"path", "matrix", false, array, ";color=blue,black,brown"},
		{"path", "matrix", true, array, ";color=blue;color=black;color=brown"},
		{"path", "matrix", true, object, ";B=150;G=200;R=100"},
		{"path", "simple", false, "a/b?c#d e%", "a%2Fb%3Fc%23d%20e%25"},
		{"query", "form", true, "blue", "color=blue"},
		{"query", "form", true, "", "color="},
		{"query", "form", true, array, "color=blue&color=black&color=brown"},
		{"query", "form", true, object, "B=150&G=200&R=100"},
		{"query", "form", false, array, "color=blue,black,brown"},
		{"query", "form", false, object, "color=B,150,G,200,R,100"},
		{"query", "spaceDelimited", false, array, "color=blue%20black%20brown"},
		{"query", "tabDelimited", false, array, "color=blue%09black%09brown"},
		{"query", "pipeDelimited", false, array, "color=blue%7Cblack%7Cbrown"},
		{"query", "deepObject", true, object, "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100"},
		{"query", "form", true, "a&b=c+d", "color=a%26b%3Dc%2Bd"},
		{"query", "form", true, []any{true, nil, 1e21, 0.5}, "color=true&color=&color=1e%2B21&color=0.5"},
		{"header", "simple", false, array, "blue,black,brown"},
		{"header", "simple", true, object, "B=150,G=200,R=100"},
		{"cookie", "form", true, "a;b", "color=a%3Bb"},
		{"cookie", "form", false, array, "color=blue,black,brown"},
		{"cookie", "form", true, array, "color=blue&color=black&color=brown"},
		{"cookie", "form", true, object, "B=150&G=200&R=100"},
		{"cookie", "form", true, []any{}, "color="},
		{"cookie", "cookie", true, array, "color=blue; color=black; color=brown"},
		{"cookie", "cookie", true, object, "B=150; G=200; R=100"},
		{"cookie", "cookie", true, "a/b;c", "color=a/b%3Bc"},
	} {
		p := Param{Parameter: &document.Parameter{Name: "color", In: test.in, Style: test.style, Explode: test.explode}}
		write := map[string]func(*document.Node) string{"path": p.pathValue, "query": p.query, "header": p.header, "cookie": p.cookie}[test.in]
		if got := write(document.FromAny(test.value)); got != test.want {
			t.Errorf("%s %s, explode %v, %v: %s, want %s", test.in, test.style, test.explode, test.value, got, test.want)
		}
	}
}

func TestReservedCharactersStayWhereTheyMay(t *testing.T) {
	p := Param{Parameter: &document.Parameter{Name: "path", In: "query", Style: "form", Explode: true, AllowReserved: true}}
	if got, want := p.query(document.NewString("/a/b?c&d#e=f")), "path=/a/b?c%26d%23e%3Df"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestContentOfAParameterIsOneText(t *testing.T) {
	p := Param{Parameter: &document.Parameter{Name: "filter", In: "query", Style: "form", Explode: true, MediaType: "application/json"}}
	if got, want := p.query(document.FromAny(map[string]any{"a": []any{"b"}})), "filter=%7B%22a%22%3A%5B%22b%22%5D%7D"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
