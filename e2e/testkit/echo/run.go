package echo

import (
	"bytes"
	"context"
	_ "embed" // a stand-in for a crate
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What samples send, beside the values that their descriptions have.
const (
	// Credential is what all secrets are: what a query has to escape, and other places leave.
	Credential = "the&key"
	// Username is that of HTTP Basic.
	Username = "ada"
	// Password is that of HTTP Basic.
	Password = "pa:ss"
	// FileName is the file that is beside the programs, and FileText what is in it.
	FileName = "file.bin"
	FileText = "\x89PNG\r\n\x1a\n\x00\xff not a picture"
)

// Program is a sample that is run.
type Program struct {
	Number int
	Code   string
}

// Language is what runs the samples of a language, all in one process where that is possible.
type Language struct {
	ID     string
	Slow   bool // it takes a second for a few samples
	needs  []string
	always bool // CI has what it needs
	run    func(r *running)
}

// Languages are those that there is something for here.
func Languages() []Language {
	return []Language{
		{"curl", false, []string{"sh", "curl"}, true, runCurl},
		{"typescript", false, []string{"node"}, true, runTypescript},
		{"python", false, []string{"python3"}, true, runPython},
		{"go", false, []string{"go"}, true, runGo},
		{"java", true, []string{"java", "javac"}, false, runJava},
		{"php", false, []string{"php"}, false, runPHP},
		{"ruby", false, []string{"ruby"}, false, runRuby},
		{"rust", false, []string{"rustc"}, false, runRust},
	}
}

// Run runs the programs, with values for the environment variables that hold secrets. It skips the test where the language
// isn't, and fails it if a program does.
func (l Language) Run(t *testing.T, env []string, programs []Program) {
	t.Helper()
	for _, name := range l.needs {
		if _, err := exec.LookPath(name); err != nil {
			missing(t, l.always, name)
		}
	}
	r := &running{T: t, dir: t.TempDir(), env: append(append(os.Environ(), "NO_PROXY=*", "no_proxy=*"), env...), programs: programs}
	r.write(FileName, FileText)
	l.run(r)
}

// running is a run of the samples of a language.
type running struct {
	*testing.T
	dir      string
	env      []string
	programs []Program
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
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Minute)
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
		fmt.Fprintf(&all, "sh %s >out 2>err || { echo 'sample %d failed'; cat err out; }\n", r.write(fmt.Sprintf("s%d.sh", p.Number), p.Code), p.Number)
	}
	all.WriteString("exit 0\n")
	r.start("sh", r.write("all.sh", all.String()))
}

// runTypescript runs them as they are: no sample says what type anything is of.
func runTypescript(r *running) {
	var all strings.Builder
	for _, p := range r.programs {
		r.write(fmt.Sprintf("s%d.mjs", p.Number), p.Code)
		fmt.Fprintf(&all, "try { await import('./s%d.mjs') } catch (e) { console.log('sample %d', e); process.exitCode = 1 }\n", p.Number, p.Number)
	}
	r.start("node", r.write("all.mjs", all.String()))
}

func runPython(r *running) {
	if err := exec.CommandContext(r.T.Context(), "python3", "-c", "import requests").Run(); err != nil {
		missing(r.T, true, "Python's module requests")
	}
	all := "import runpy, sys, traceback\nfailed = False\n"
	for _, p := range r.programs {
		name := filepath.Base(r.write(fmt.Sprintf("s%d.py", p.Number), p.Code))
		all += fmt.Sprintf("try:\n    runpy.run_path(%q)\nexcept BaseException:\n    print(%q)\n    traceback.print_exc()\n    failed = True\n", name, name)
	}
	r.start("python3", r.write("all.py", all+"sys.exit(failed)\n"))
}

// runGo makes one program of all: each of them a file, what it declares inside of a function.
func runGo(r *running) {
	r.write("go.mod", "module samples\n\ngo 1.22\n")
	var calls strings.Builder
	for _, p := range r.programs {
		if formatted, err := format.Source([]byte(p.Code)); err != nil || string(formatted) != p.Code {
			r.Errorf("sample %d is not as gofmt writes it: %v\n%s", p.Number, err, p.Code)
			continue
		}
		head, rest, _ := strings.Cut(p.Code, "const baseURL")
		base, body, _ := strings.Cut(rest, "\n\nfunc main() {\n\tif err := run(); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\n\nfunc run() error {\n")
		r.write(fmt.Sprintf("s%d.go", p.Number), fmt.Sprintf("%sfunc s%d() error {\nconst baseURL%s\n%s", strings.Replace(head, "\t\"log\"\n", "", 1), p.Number, base, body))
		fmt.Fprintf(&calls, "\tif err := s%[1]d(); err != nil {\n\t\tfmt.Println(\"sample %[1]d:\", err)\n\t}\n", p.Number)
	}
	r.write("main.go", "package main\n\nimport \"fmt\"\n\nfunc main() {\n"+calls.String()+"}\n")
	r.env = append(r.env, "GOWORK=off", "GOFLAGS=", "GOTOOLCHAIN=local")
	r.start("go", "build", "-o", "all", ".")
	r.start("./all")
}

// runJava gives each class a name of its own.
func runJava(r *running) {
	names := []string{"-encoding", "UTF-8", "-d", "."}
	all := "public class All {\n    public static void main(String[] args) {\n"
	for _, p := range r.programs {
		class := fmt.Sprintf("Sample%d", p.Number)
		names = append(names, r.write(class+".java", strings.Replace(p.Code, "public class Sample ", "public class "+class+" ", 1)))
		all += fmt.Sprintf("        try { %s.main(args); } catch (Throwable e) { System.out.println(\"sample %d\"); e.printStackTrace(); }\n", class, p.Number)
	}
	names = append(names, r.write("All.java", all+"        System.exit(0);\n    }\n}\n"))
	r.start("javac", names...)
	r.start("java", "-XX:TieredStopAtLevel=1", "-cp", ".", "All")
}

func runPHP(r *running) {
	all := "<?php\n"
	for _, p := range r.programs {
		name := filepath.Base(r.write(fmt.Sprintf("s%d.php", p.Number), p.Code))
		all += fmt.Sprintf("try { (function () { require __DIR__ . '/%s'; })(); } catch (Throwable $e) { echo '%s ', $e, PHP_EOL; }\n", name, name)
	}
	r.start("php", "-d", "error_reporting=-1", r.write("all.php", all))
}

func runRuby(r *running) {
	var all strings.Builder
	for _, p := range r.programs {
		name := filepath.Base(r.write(fmt.Sprintf("s%d.rb", p.Number), p.Code))
		fmt.Fprintf(&all, "begin\n  load './%s'\nrescue Exception => e\n  puts '%s', e.full_message\nend\n", name, name)
	}
	r.start("ruby", r.write("all.rb", all.String()))
}

//go:embed testdata/reqwest.rs
var reqwest string

// runRust makes a module of each program, with a stand-in for the crate that they use.
func runRust(r *running) {
	r.start("rustc", "--edition", "2021", "--crate-type", "lib", "--crate-name", "reqwest", r.write("reqwest.rs", reqwest))
	var calls strings.Builder
	for _, p := range r.programs {
		r.write(fmt.Sprintf("s%d.rs", p.Number), strings.Replace(p.Code, "fn main()", "pub fn main()", 1))
		fmt.Fprintf(&calls, "    if let Err(e) = s%d::main() { println!(\"sample %d: {}\", e); }\n", p.Number, p.Number)
	}
	all := "fn main() {\n" + calls.String() + "}\n"
	for _, p := range r.programs {
		all = fmt.Sprintf("mod s%d;\n", p.Number) + all
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
