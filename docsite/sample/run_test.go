package sample

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/evanw/esbuild/pkg/api"
)

// program is a sample that is run.
type program struct {
	number int
	code   string
}

// runner runs the samples of a language, all in one process where that is possible.
type runner struct {
	language string
	needs    []string // programs
	always   bool     // CI has them
	slow     bool     // compiles; a few calls are enough
	run      func(r *running)
}

func runners() []runner {
	return []runner{
		{"curl", []string{"sh", "curl"}, true, false, runCurl},
		{"typescript", []string{"node"}, true, false, runTypescript},
		{"python", []string{"python3"}, true, false, runPython},
		{"go", []string{"go"}, true, true, runGo},
		{"java", []string{"java", "javac"}, false, true, runJava},
		{"php", []string{"php"}, false, false, runPHP},
		{"ruby", []string{"ruby"}, false, false, runRuby},
		{"rust", []string{"rustc"}, false, false, runRust},
	}
}

// running is a run of the samples of a language.
type running struct {
	*testing.T
	dir      string
	env      []string
	programs []program
}

func (r *running) write(name, text string) string {
	r.Helper()
	path := filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.Fatal(err)
	}
	return path
}

// start runs a program in the folder with the file, and fails the test if it fails. What it printed is in the log then.
func (r *running) start(name string, args ...string) {
	r.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = r.dir, r.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		text := out.String()
		r.Errorf("%s: %v\n%s", name, err, text[max(0, len(text)-6000):])
	}
}

func runCurl(r *running) {
	var all strings.Builder
	for _, p := range r.programs {
		fmt.Fprintf(&all, "sh %s >out 2>err || { echo 'sample %d failed'; cat err out; }\n", r.write(fmt.Sprintf("s%d.sh", p.number), p.code), p.number)
	}
	all.WriteString("exit 0\n")
	r.start("sh", r.write("all.sh", all.String()))
}

func runTypescript(r *running) {
	var all strings.Builder
	for _, p := range r.programs {
		r.write(fmt.Sprintf("s%d.mjs", p.number), javascript(r.T, p.code))
		fmt.Fprintf(&all, "try { await import('./s%d.mjs') } catch (e) { console.log('sample %d', e); process.exitCode = 1 }\n", p.number, p.number)
	}
	r.start("node", r.write("all.mjs", all.String()))
}

// javascript takes the types out. A fault in the syntax fails the test.
func javascript(t *testing.T, code string) string {
	t.Helper()
	result := api.Transform(code, api.TransformOptions{Loader: api.LoaderTS, Format: api.FormatESModule})
	for _, problem := range append(result.Errors, result.Warnings...) {
		t.Errorf("%s\n%s", problem.Text, code)
	}
	return string(result.Code)
}

func runPython(r *running) {
	if err := exec.Command("python3", "-c", "import requests").Run(); err != nil {
		missing(r.T, true, "Python's module requests")
	}
	all := "import runpy, sys, traceback\nfailed = False\n"
	for _, p := range r.programs {
		name := filepath.Base(r.write(fmt.Sprintf("s%d.py", p.number), p.code))
		all += fmt.Sprintf("try:\n    runpy.run_path(%q)\nexcept BaseException:\n    print(%q)\n    traceback.print_exc()\n    failed = True\n", name, name)
	}
	r.start("python3", r.write("all.py", all+"sys.exit(failed)\n"))
}

// runGo makes a package of each program, and one program of all.
func runGo(r *running) {
	r.write("go.mod", "module samples\n\ngo 1.22\n")
	var imports, calls strings.Builder
	for _, p := range r.programs {
		code := strings.Replace(p.code, "package main\n", fmt.Sprintf("package s%d\n", p.number), 1)
		code = strings.Replace(code, "func main() {\n\tif err := run(); err != nil {\n\t\tlog.Fatal(err)", fmt.Sprintf("func Main() {\n\tif err := run(); err != nil {\n\t\tlog.Print(\"sample %d: \", err)", p.number), 1)
		r.write(fmt.Sprintf("s%d/main.go", p.number), code)
		fmt.Fprintf(&imports, "\t\"samples/s%d\"\n", p.number)
		fmt.Fprintf(&calls, "\ts%d.Main()\n", p.number)
	}
	r.write("main.go", "package main\n\nimport (\n"+imports.String()+")\n\nfunc main() {\n"+calls.String()+"}\n")
	r.env = append(r.env, "GOWORK=off", "GOFLAGS=", "GOTOOLCHAIN=local")
	r.start("go", "build", "-o", "all", ".")
	r.start("./all")
	folders, _ := filepath.Glob(filepath.Join(r.dir, "s*"))
	out, err := exec.Command("gofmt", append([]string{"-l"}, folders...)...).CombinedOutput()
	if err != nil || len(out) > 0 {
		r.Errorf("not as gofmt writes it: %v\n%s", err, out)
	}
}

// runJava gives each class a name of its own.
func runJava(r *running) {
	names := []string{"-encoding", "UTF-8", "-d", "."}
	all := "public class All {\n    public static void main(String[] args) {\n"
	for _, p := range r.programs {
		class := fmt.Sprintf("Sample%d", p.number)
		names = append(names, r.write(class+".java", strings.Replace(p.code, "public class Sample ", "public class "+class+" ", 1)))
		all += fmt.Sprintf("        try { %s.main(args); } catch (Throwable e) { System.out.println(\"sample %d\"); e.printStackTrace(); }\n", class, p.number)
	}
	names = append(names, r.write("All.java", all+"        System.exit(0);\n    }\n}\n"))
	r.start("javac", names...)
	r.start("java", "-XX:TieredStopAtLevel=1", "-cp", ".", "All")
}

func runPHP(r *running) {
	all := "<?php\n"
	for _, p := range r.programs {
		name := filepath.Base(r.write(fmt.Sprintf("s%d.php", p.number), p.code))
		all += fmt.Sprintf("try { (function () { require __DIR__ . '/%s'; })(); } catch (Throwable $e) { echo '%s ', $e, PHP_EOL; }\n", name, name)
	}
	r.start("php", "-d", "error_reporting=-1", r.write("all.php", all))
}

func runRuby(r *running) {
	var all strings.Builder
	for _, p := range r.programs {
		name := filepath.Base(r.write(fmt.Sprintf("s%d.rb", p.number), p.code))
		fmt.Fprintf(&all, "begin\n  load './%s'\nrescue Exception => e\n  puts '%s', e.full_message\nend\n", name, name)
	}
	r.start("ruby", r.write("all.rb", all.String()))
}

// runRust makes a module of each program, with a stand-in for the crate that they use.
func runRust(r *running) {
	crate, err := filepath.Abs("testdata/reqwest.rs")
	if err != nil {
		r.Fatal(err)
	}
	r.start("rustc", "--edition", "2021", "--crate-type", "lib", "--crate-name", "reqwest", crate)
	var calls strings.Builder
	for _, p := range r.programs {
		r.write(fmt.Sprintf("s%d.rs", p.number), strings.Replace(p.code, "fn main()", "pub fn main()", 1))
		fmt.Fprintf(&calls, "    if let Err(e) = s%d::main() { println!(\"sample %d: {}\", e); }\n", p.number, p.number)
	}
	all := "fn main() {\n" + calls.String() + "}\n"
	for _, p := range r.programs {
		all = fmt.Sprintf("mod s%d;\n", p.number) + all
	}
	r.start("rustc", "--edition", "2021", "-L", ".", "--extern", "reqwest=libreqwest.rlib", "-o", "all", r.write("all.rs", all))
	r.start("./all")
}

// missing skips a test for want of a program; where everything is to be tested, it fails.
func missing(t *testing.T, always bool, what string) {
	t.Helper()
	if always && os.Getenv("CI") != "" {
		t.Fatalf("there is no %s", what)
	}
	t.Skipf("skipped: there is no %s here", what)
}

// cannot reports what a client of a language refuses to send.
func cannot(language string, p *plan) bool {
	switch language {
	case "typescript":
		return p.Method == "TRACE" || p.Method == "CONNECT" || p.Method == "GET" && p.Body != noBody
	case "python":
		return p.Method != strings.ToUpper(p.Method)
	}
	return false
}

// TestSamplesSendWhatTheDescriptionSays runs the samples, and compares what arrives with the request that package request
// builds of the same values.
func TestSamplesSendWhatTheDescriptionSays(t *testing.T) {
	cases, fewer := echoCases(t)
	server := newEcho(t)
	for i, c := range cases {
		server.expect(t, i, c.call)
	}
	env := environment(t, cases)
	for _, runs := range runners() {
		t.Run(runs.language, func(t *testing.T) {
			t.Parallel()
			for _, name := range runs.needs {
				if _, err := exec.LookPath(name); err != nil {
					missing(t, runs.always, name)
				}
			}
			r := &running{T: t, dir: t.TempDir(), env: env}
			r.write(anyFile, string(fileText))
			for i, c := range cases {
				if i >= fewer && runs.slow {
					break
				}
				o := Options{API: c.api, ServerURL: fmt.Sprintf("%s/%s/%d/base", server.URL, runs.language, i), Languages: []string{runs.language}}
				p, err := planOf(c.call, c.call.ExampleInput(), o)
				if err != nil {
					t.Fatal(err)
				}
				if cannot(runs.language, p) {
					continue
				}
				all, err := For(c.call, o)
				if err != nil || len(all) != 1 {
					t.Fatalf("%s: %d samples, %v", c.name, len(all), err)
				}
				r.programs = append(r.programs, program{i, all[0].Code})
			}
			runs.run(r)
			for _, p := range r.programs {
				want, got := server.of("expected", p.number), server.of(runs.language, p.number)
				if runs.language == "curl" { // a shell has no words to escape a key with
					got.uri = strings.ReplaceAll(got.uri, "="+credential, "=the%26key")
				}
				if runs.language == "typescript" { // what is no file but has a type can only be sent as one
					got.body = bytes.ReplaceAll(got.body, []byte(`; filename="blob"`), nil)
				}
				if diff := compare(t, want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s\n%s", cases[p.number].name, diff, p.code)
				}
			}
		})
	}
}
