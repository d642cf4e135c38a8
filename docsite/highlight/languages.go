package highlight

import (
	"strings"
	"sync"
)

// scanners are the languages scanned by hand, under each of their names.
var scanners = sync.OnceValue(func() map[string]scanner {
	all := map[string]scanner{}
	add := func(names string, scan scanner) {
		for name := range strings.FieldsSeq(names) {
			all[name] = scan
		}
	}
	for names, x := range syntaxes() {
		add(names, x.paint)
	}
	add("json jsonc json5 geojson jsonl ndjson", paintJSON)
	add("yaml yml", paintYAML)
	add("toml", paintSettings)
	add("ini properties cfg conf dosini env dotenv gitconfig editorconfig", paintSettings)
	add("html xhtml htm vue svelte astro razor", paintMarkup)
	add("xml svg rss atom xsd wsdl plist xaml pom", paintMarkup)
	add("go-html-template go-template gotmpl go-text-template jinja jinja2 django liquid handlebars hbs mustache twig", paintMarkup)
	add("css scss less sass", paintCSS)
	add("sh bash shell zsh ksh posix", paintShell)
	add("console shell-session sh-session bash-session terminal shellsession session", paintSession)
	add("diff patch udiff", paintDiff)
	add("http https", paintHTTP)
	add("markdown md mdx gfm commonmark", paintMarkdown)
	return all
})

// words makes a map of classes from lists such as "k if else", one a class.
func words(lists ...string) map[string]string {
	all := map[string]string{}
	for _, list := range lists {
		class, names, _ := strings.Cut(list, " ")
		for name := range strings.FieldsSeq(names) {
			all[name] = class
		}
	}
	return all
}

// curly is the family of languages with C's comments and strings.
func curly(x syntax) *syntax {
	x.line, x.block = append(x.line, "//"), [2]string{"/*", "*/"}
	if x.quotes == "" {
		x.quotes = `"'`
	}
	return &x
}

// hashed is the family of languages with comments from "#".
func hashed(x syntax) *syntax {
	x.line = append(x.line, "#")
	if x.quotes == "" {
		x.quotes = `"'`
	}
	return &x
}

func syntaxes() map[string]*syntax {
	all := webSyntaxes()
	for _, more := range []map[string]*syntax{systemSyntaxes(), scriptSyntaxes(), toolSyntaxes()} {
		for names, x := range more {
			all[names] = x
		}
	}
	return all
}

const (
	javascriptWords     = "k async await break case catch class const continue debugger default delete do else export extends finally for from function get if import in instanceof let new of return set static super switch this throw try typeof var void while with yield"
	javascriptConstants = "kc true false null undefined NaN Infinity"
)

// javascript is a variable of its own for pages with scripts in them.
var javascript = curly(syntax{
	long: []string{"`"}, regex: true, letters: "$", types: true, decorators: true, words: words(javascriptWords, javascriptConstants),
})

func webSyntaxes() map[string]*syntax {
	return map[string]*syntax{
		"js javascript jsx mjs cjs node fiddle ecmascript": javascript,
		"ts typescript tsx mts cts": curly(syntax{
			long: []string{"`"}, regex: true, letters: "$", types: true, decorators: true,
			words: words(javascriptWords, javascriptConstants, "k abstract as asserts declare enum implements infer interface is keyof module namespace override private protected public readonly satisfies type unique",
				"nc any bigint boolean never number object string symbol unknown"),
		}),
		"php": {
			line: []string{"//", "#"}, block: [2]string{"/*", "*/"}, quotes: `"'`, variables: "$", types: true, anyCase: true,
			words: words("k abstract and as break case catch class clone const continue declare default do echo else elseif empty enum extends final finally fn for foreach function global if implements include include_once instanceof insteadof interface isset list match namespace new or print private protected public readonly require require_once return static switch throw trait try unset use var while xor yield",
				"kc true false null self parent this", "nc array bool callable float int iterable mixed never object string void"),
		},
		"graphql gql": hashed(syntax{
			long: []string{`"""`}, quotes: `"`, types: true, variables: "$", decorators: true,
			words: words("k query mutation subscription fragment on type input interface enum union scalar schema extend implements directive", "kc true false null"),
		}),
		"dart": curly(syntax{
			long: []string{`"""`, "'''"}, types: true, decorators: true,
			words: words(javascriptWords, javascriptConstants, "k abstract as assert covariant dynamic enum extension external factory final hide implements interface is late library mixin on operator part required rethrow sealed show sync typedef",
				"nc bool double int num void"),
		}),
	}
}

func systemSyntaxes() map[string]*syntax {
	clike := "k auto break case const continue default do else enum extern for goto if inline register restrict return sizeof static struct switch typedef union volatile while"
	ctypes := "nc bool char double float int int8_t int16_t int32_t int64_t long short signed size_t ssize_t uint8_t uint16_t uint32_t uint64_t unsigned void wchar_t"
	cpp := "k alignas alignof and bitand bitor catch class co_await co_return co_yield concept consteval constexpr constinit const_cast decltype delete dynamic_cast explicit export final friend mutable namespace new noexcept not operator or override private protected public reinterpret_cast requires static_assert static_cast template this thread_local throw try typeid typename using virtual xor"
	return map[string]*syntax{
		"go golang": curly(syntax{
			long: []string{"`"}, types: true,
			words: words("k break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var",
				"kc true false nil iota", "nc any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr",
				"nf append cap clear close copy delete len make max min new panic print println recover"),
		}),
		"c h":                               curly(syntax{directives: true, words: words(clike, ctypes, "kc true false NULL nullptr")}),
		"cpp c++ cc cxx hpp hh arduino ino": curly(syntax{directives: true, types: true, words: words(clike, ctypes, cpp, "kc true false NULL nullptr")}),
		"objc objective-c objectivec mm objective-c++ objcpp": curly(syntax{
			directives: true, types: true, decorators: true,
			words: words(clike, ctypes, "kc YES NO nil Nil NULL true false", "k self super id instancetype in out nonatomic strong weak copy readonly assign"),
		}),
		"rust rs": curly(syntax{
			quotes: `"`, characters: true, types: true,
			words: words("k as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub ref return static struct super trait type union unsafe use where while",
				"kc true false self Self None Some Ok Err", "nc bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize"),
		}),
		"java": curly(syntax{
			long: []string{`"""`}, types: true, decorators: true,
			words: words("k abstract assert break case catch class const continue default do else enum extends final finally for goto if implements import instanceof interface native new non-sealed package permits private protected public record return sealed static strictfp super switch synchronized this throw throws transient try var volatile while yield",
				"kc true false null", "nc boolean byte char double float int long short void"),
		}),
		"kotlin kt kts": curly(syntax{
			long: []string{`"""`}, types: true, decorators: true,
			words: words("k abstract actual annotation as break by catch class companion const constructor continue crossinline data do else enum expect external final finally for fun get if import in infix init inline inner interface internal is lateinit noinline object open operator out override package private protected public reified return sealed set super suspend tailrec this throw try typealias val value var vararg when where while",
				"kc true false null"),
		}),
		"scala": curly(syntax{
			long: []string{`"""`}, types: true, decorators: true,
			words: words("k abstract case catch class def do else enum export extends final finally for given if implicit import lazy match new object override package private protected return sealed super then this throw trait try type using val var while with yield", "kc true false null"),
		}),
		"groovy gradle": curly(syntax{
			long: []string{`"""`, "'''"}, types: true, decorators: true,
			words: words("k abstract as assert break case catch class const continue def default do else enum extends final finally for if implements import in instanceof interface new package private protected public return static super switch this throw throws trait try var void while", "kc true false null", "nc boolean byte char double float int long short"),
		}),
		"swift": curly(syntax{
			long: []string{`"""`}, quotes: `"`, types: true, decorators: true,
			words: words("k actor any as associatedtype async await break case catch class continue convenience default defer deinit didSet do else enum extension fallthrough fileprivate final for func get guard if import in indirect init inout internal is isolated lazy let mutating nonisolated open operator optional override private protocol public repeat required rethrows return self set some static struct subscript super switch throw throws try typealias unowned var weak where while willSet",
				"kc true false nil Self"),
		}),
		"csharp cs c# dotnet": curly(syntax{
			long: []string{`"""`}, types: true, directives: true,
			words: words("k abstract as async await base break case catch checked class const continue default delegate do else enum event explicit extern file finally fixed for foreach get global goto if implicit in init interface internal is lock namespace new operator out override params partial private protected public readonly record ref required return sealed set sizeof stackalloc static struct switch this throw try typeof unchecked unsafe using value var virtual volatile when where while with yield",
				"kc true false null", "nc bool byte char decimal double dynamic float int long nint object sbyte short string uint ulong ushort void"),
		}),
		"proto protobuf proto3": curly(syntax{
			types: true,
			words: words("k enum extend extensions import map message oneof option optional package public repeated required reserved returns rpc service stream syntax to weak", "kc true false",
				"nc bool bytes double fixed32 fixed64 float int32 int64 sfixed32 sfixed64 sint32 sint64 string uint32 uint64"),
		}),
		"zig": {
			line: []string{"//"}, quotes: `"'`, types: true, letters: "@",
			words: words("k align allowzero and anyframe anytype asm async await break catch comptime const continue defer else enum errdefer error export extern fn for if inline noalias nosuspend or orelse packed pub resume return struct suspend switch test threadlocal try union unreachable usingnamespace var volatile while",
				"kc true false null undefined", "nc bool f32 f64 i8 i16 i32 i64 isize type u8 u16 u32 u64 usize void"),
		},
	}
}
