package whatsapp

import (
	"encoding/json"

	"wpengine/engine/api"
)

// settings is how a client behaves, every member with its value.
type settings struct {
	AlwaysOnline bool `json:"alwaysOnline"`
	ReadMessages bool `json:"readMessages"`
}

// parseSettings reads what a row holds. Members that it lacks, or that a newer version wrote, are left out.
func parseSettings(data json.RawMessage) (s settings) {
	_ = json.Unmarshal(data, &s)
	return s
}

// with returns the settings with those members of a request that are there.
func (s settings) with(change *api.ClientSettings) settings {
	if change == nil {
		return s
	}
	if change.AlwaysOnline != nil {
		s.AlwaysOnline = *change.AlwaysOnline
	}
	if change.ReadMessages != nil {
		s.ReadMessages = *change.ReadMessages
	}
	return s
}

func (s settings) encode() json.RawMessage {
	data, _ := json.Marshal(s) // two booleans
	return data
}

func (s settings) view() api.ClientSettings {
	return api.ClientSettings{AlwaysOnline: &s.AlwaysOnline, ReadMessages: &s.ReadMessages}
}
