// Command apigen writes the Go that the spec promises into engine/api. Run it with
// "make generate" from the root of the module.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"wpengine/openapi"
	"wpengine/openapi/gogen"
)

func main() {
	if err := run(filepath.Join("engine", "api")); err != nil {
		fmt.Fprintln(os.Stderr, "apigen:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	if _, err := os.Stat(dir); err != nil {
		return fmt.Errorf("%w: run it from the root of the module", err)
	}
	spec, err := openapi.Engine()
	if err != nil {
		return err
	}
	files, err := gogen.Generate(spec)
	if err != nil {
		return err
	}
	for name, source := range files {
		if err := os.WriteFile(filepath.Join(dir, name), source, 0o644); err != nil {
			return err
		}
	}
	return nil
}
