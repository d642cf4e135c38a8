package markdown

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
	"gopkg.in/yaml.v3"

	"wpengine/docsite/misread"
)

// longestFront is the size beyond which front matter isn't read.
const longestFront = 64 << 10

var errLongFront = errors.New("it is longer than 64 KiB, and not read")

// readYAML reads settings; their lines are the file's, which has one more above.
func readYAML(matter []byte) ([]setting, error) {
	if len(matter) > longestFront {
		return nil, errLongFront
	}
	if settings, ok := readPlain(bytesOf(matter)); ok {
		return settings, nil
	}
	var root yaml.Node
	if err := yaml.Unmarshal(matter, &root); err != nil {
		line, message := misread.YAML(matter, err)
		return nil, fmt.Errorf("line %d: %s", line, message)
	}
	if len(root.Content) == 0 {
		return nil, nil
	}
	mapping := root.Content[0]
	if mapping.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("line %d: it must be a list of \"key: value\" lines", mapping.Line)
	}
	var settings []setting
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key := mapping.Content[i]
		s := setting{key: key.Value, line: key.Line + 1}
		if err := mapping.Content[i+1].Decode(&s.value); err != nil {
			return settings, fmt.Errorf("line %d: %s: %w", key.Line, key.Value, err)
		}
		settings = append(settings, s)
	}
	return settings, nil
}

// readTOML reads settings. Where they stand is known of the plain ones.
func readTOML(matter []byte) ([]setting, error) {
	if len(matter) > longestFront {
		return nil, errLongFront
	}
	var table map[string]any
	meta, err := toml.Decode(string(matter), &table)
	if err != nil {
		return nil, err
	}
	var settings []setting
	for _, key := range meta.Keys() {
		if len(key) != 1 {
			continue
		}
		s := setting{key: key[0], line: 1, value: table[key[0]]}
		n := 1
		for line := range strings.Lines(string(matter)) {
			n++
			if strings.HasPrefix(strings.TrimLeft(line, "[ \t\""), s.key) {
				s.line = n
				break
			}
		}
		settings = append(settings, s)
	}
	return settings, nil
}

var yamlLine = regexp.MustCompile(`^line (\d+): `)

var tomlPlace = regexp.MustCompile(`^toml: line \d+(?: \(last key "[^"]*"\))?: `)

// frontError is what a reader of front matter found, and where in the file. The lines
// of YAML's are in its text only.
func frontError(err error) (line int, message string) {
	line, message = 1, err.Error()
	var wrong toml.ParseError
	if errors.As(err, &wrong) {
		return wrong.Position.Line + 1, tomlPlace.ReplaceAllString(wrong.Error(), "")
	}
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		n, _ := strconv.Atoi(m[1])
		line, message = n+1, message[len(m[0]):]
	}
	return line, message
}
