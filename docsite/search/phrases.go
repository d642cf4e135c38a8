package search

import (
	_ "embed"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

//go:embed phrases.yaml
var translations []byte

// phrases are what the dialog says in a language, "de" or "pt-BR", by what it says in English; none for English, and for
// languages that phrases.yaml doesn't have.
func phrases(language string) map[string]string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	if base == "en" || base == "" {
		return nil
	}
	var all map[string]map[string]string
	if err := yaml.Unmarshal(translations, &all); err != nil {
		panic(fmt.Sprintf("search: phrases.yaml: %v", err)) // it is a part of the program
	}
	return all[base]
}
