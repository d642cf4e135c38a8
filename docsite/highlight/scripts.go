package highlight

func scriptSyntaxes() map[string]*syntax {
	return map[string]*syntax{
		"python py python3 py3 pyi": hashed(syntax{
			long: []string{`"""`, "'''"}, types: true, decorators: true,
			words: words("k and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield",
				"kc True False None self cls", "nc bool bytes dict float int list object set str tuple"),
		}),
		"ruby rb irb": hashed(syntax{
			types: true, variables: "@$", letters: "?!", block: [2]string{"=begin", "=end"},
			words: words("k alias and begin break case class def defined? do else elsif end ensure for if in include module next not or private protected public raise redo require require_relative rescue retry return self super then undef unless until when while yield attr_accessor attr_reader attr_writer", "kc true false nil"),
		}),
		"perl pl": hashed(syntax{
			variables: "$@%", words: words("k and cmp do else elsif eq for foreach ge gt if last le local lt my ne next no not or our package print redo require return say sub unless until use while xor", "kc undef"),
		}),
		"lua": {
			line: []string{"--"}, block: [2]string{"--[[", "]]"}, quotes: `"'`,
			words: words("k and break do else elseif end for function goto if in local not or repeat return then until while", "kc true false nil"),
		},
		"r rlang": hashed(syntax{letters: ".", words: words("k break else for function if in next repeat return while library", "kc TRUE FALSE NULL NA NaN Inf")}),
		"julia jl": hashed(syntax{
			long: []string{`"""`}, quotes: `"`, types: true, decorators: true,
			words: words("k abstract baremodule begin break catch const continue do else elseif end export finally for function global if import in let local macro module mutable primitive quote return struct try type using where while", "kc true false nothing missing"),
		}),
		"elixir ex exs iex": hashed(syntax{
			long: []string{`"""`, "'''"}, types: true, decorators: true, letters: "?!",
			words: words("k after alias and case catch cond def defdelegate defguard defimpl defmacro defmodule defp defprotocol defstruct do else end fn for if import in not or quote raise receive require rescue super throw try unless unquote use when with", "kc true false nil"),
		}),
		"erlang erl": {
			line: []string{"%"}, quotes: `"'`, types: true,
			words: words("k after and andalso band begin bnot bor bsl bsr bxor case catch cond div else end fun if let maybe not of or orelse receive rem try when xor", "kc true false undefined ok error"),
		},
		"haskell hs": {
			line: []string{"--"}, block: [2]string{"{-", "-}"}, quotes: `"`, characters: true, types: true, letters: "'",
			words: words("k case class data default deriving do else forall foreign if import in infix infixl infixr instance let module newtype of qualified then type where"),
		},
		"clojure clj cljs edn": {
			line: []string{";"}, quotes: `"`, letters: "-?!*+<>=/.:",
			words: words("k def defn defn- defmacro defmulti defmethod defprotocol defrecord deftype do doseq fn for if if-let if-not let letfn loop ns recur require when when-let when-not", "kc true false nil"),
		},
		"powershell ps1 pwsh ps psh posh": {
			line: []string{"#"}, block: [2]string{"<#", "#>"}, quotes: `"'`, noEscape: true, variables: "$", letters: "-", anyCase: true, types: false,
			words: words("k begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach function hidden if in param process return static switch throw trap try until using while",
				"kc true false null", "na -and -as -contains -eq -ge -gt -is -le -like -lt -match -ne -not -notmatch -or -replace"),
		},
		"bat cmd batch dosbatch winbatch": {
			line: []string{"::"}, quotes: `"`, noEscape: true, anyCase: true, variables: "%",
			words: words("k call cd choco copy defined del dir do echo else endlocal errorlevel exist exit for goto if in md mkdir move not npm path pause rd ren rmdir set setlocal start title type xcopy", "c rem"),
		},
		"sql mysql postgres postgresql pgsql plsql sqlite tsql": {
			line: []string{"--", "#"}, block: [2]string{"/*", "*/"}, quotes: "'\"`", noEscape: true, anyCase: true,
			words: words("k add all alter and any as asc begin between by cascade case check column commit constraint create cross database default delete desc distinct drop else end exists explain fetch first for foreign from full function grant group having if in index inner insert into is join key left like limit materialized natural not offset on or order outer over partition primary procedure references replace returning revoke right rollback select set table then to transaction trigger truncate union unique update user using values view when where window with",
				"kc true false null", "nc bigint blob bool boolean bytea char date datetime decimal double float int integer json jsonb numeric real serial smallint text time timestamp timestamptz uuid varchar"),
		},
	}
}

func toolSyntaxes() map[string]*syntax {
	return map[string]*syntax{
		"dockerfile docker containerfile": hashed(syntax{
			variables: "$",
			words:     words("k ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR"),
		}),
		"makefile make mk": hashed(syntax{
			variables: "$", words: words("k define else endef endif export ifdef ifeq ifndef ifneq include override private undefine unexport vpath"),
		}),
		"cmake": hashed(syntax{quotes: `"`, variables: "$", anyCase: true, words: words("k else elseif endforeach endfunction endif endmacro endwhile foreach function if macro return while", "kc on off true false")}),
		"hcl terraform tf": {
			line: []string{"#", "//"}, block: [2]string{"/*", "*/"}, quotes: `"`, letters: "-",
			words: words("k data dynamic for for_each if in locals module output provider resource terraform variable", "kc true false null", "nc any bool list map number object set string tuple"),
		},
		"nginx nginxconf": hashed(syntax{
			variables: "$",
			words:     words("k access_log add_header alias client_max_body_size error_log error_page events expires gzip http if include index limit_req listen location map proxy_pass proxy_set_header return rewrite root server server_name set ssl_certificate ssl_certificate_key try_files types upstream user worker_connections worker_processes", "kc on off"),
		}),
		"promql": hashed(syntax{words: words("k and bool by group_left group_right ignoring offset on or unless without")}),
		"gn gni bazel starlark bzl": hashed(syntax{
			long: []string{`"""`}, words: words("k and assert break continue def elif else for foreach if import in lambda load not or pass return", "kc True False None true false"),
		}),
		"vim viml vimscript": {
			quotes: "'", words: words("k call echo else endfor endfunction endif endwhile execute for function if in let map nnoremap return set source while"),
		},
		"glsl wgsl hlsl": curly(syntax{
			directives: true,
			words: words("k attribute break const continue discard do else for if in inout out precision return struct uniform varying void while fn let var", "kc true false",
				"nc bool float int mat2 mat3 mat4 sampler2D uint vec2 vec3 vec4 f32 i32 u32"),
		}),
		"solidity sol": curly(syntax{
			types: true,
			words: words("k abstract as assembly break calldata catch constant constructor continue contract delete do else emit enum error event external fallback for function if immutable import indexed interface internal is library mapping memory modifier new override payable pragma private public pure receive return returns revert storage struct throw try unchecked using view virtual while",
				"kc true false", "nc address bool bytes bytes32 int string uint uint256"),
		}),
	}
}
