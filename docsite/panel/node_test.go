package panel

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// inNode runs a program that says what answer(input) is of each input, with the code of the panel at hand, and returns the
// answers. It skips the test where there is no Node.
func inNode(t *testing.T, program string, inputs, answers any) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("there is no node")
		}
		t.Skip("skipped: there is no node")
	}
	built := api.Build(api.BuildOptions{
		Bundle: true, Format: api.FormatESModule, Platform: api.PlatformNode,
		Stdin: &api.StdinOptions{ResolveDir: "../../assets/ts", Loader: api.LoaderTS, Contents: program + `
			import { readFileSync } from "node:fs";
			const answers = [];
			for (const input of JSON.parse(readFileSync(0, "utf8"))) {
				answers.push(await answer(input));
			}
			process.stdout.write(JSON.stringify(answers));
		`},
	})
	if len(built.Errors) > 0 {
		t.Fatal(built.Errors)
	}
	in, err := json.Marshal(inputs)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, "--input-type=module", "-e", string(built.OutputFiles[0].Contents))
	var out, problems bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("node: %v\n%s", err, problems.String())
	}
	if err := json.Unmarshal(out.Bytes(), answers); err != nil {
		t.Fatalf("%v\n%.2000s", err, out.String())
	}
}
