package openapi

import (
	"encoding/json"
	"fmt"

	"gopkg.in/yaml.v3"
)

// JSON returns the spec as one JSON document.
func (s *Spec) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(s.Doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("openapi: encode as JSON: %w", err)
	}
	return append(data, '\n'), nil
}

// YAML returns the spec as one YAML document.
func (s *Spec) YAML() ([]byte, error) {
	tree, err := s.Doc.MarshalYAML()
	if err != nil {
		return nil, fmt.Errorf("openapi: encode as YAML: %w", err)
	}
	data, err := yaml.Marshal(tree)
	if err != nil {
		return nil, fmt.Errorf("openapi: encode as YAML: %w", err)
	}
	return data, nil
}
