package document

import "io/fs"

// reader turns files into a Document.
type reader struct {
	doc     *Document
	swagger bool // 2.0
	early   bool // 3.0 or before, where $ref hides most of what stands beside it

	fsys   fs.FS
	names  []string // of the files that were read; a node's file is an index of it
	files  map[string]*Node
	failed map[string]error
	hasIDs []bool // of each file: whether there may be an $id or $self in it

	seen    map[Warning]bool
	warned  map[int]*Node   // by the number of the warning
	guesses int             // how many names were compared with misspelt ones
	origins map[*Node]*Node // of nodes that are written nowhere: what they were made of

	targets   map[target]*Node // what references lead to
	resolving int              // how many references one leads through
	indexes   map[*Node]map[string]*Node
	anchors   map[*Node]map[string]*Node // of files and schemas
	resources map[int32]*resources       // of the files that were looked through

	slab    []Schema // that are allocated and not used yet
	surplus *Schema  // is in place of those that are too many
	schemas map[*Node]*Schema
	later   []*Schema        // to be read yet
	refs    []*Schema        // those with a Ref
	named   map[*Node]string // nodes that are named schemas, and their names
	depth   int              // of schemas in each other

	parametersBy map[*Node]*Parameter
	headersBy    map[*Node]*Parameter
	bodies       map[*Node]*RequestBody
	responsesBy  map[*Node]*Response
	operationsBy map[*Node]*Operation
	ids          map[string]*Operation
	spareIDs     slugs
	parts        int // how many of these there are, counted wherever they are referred to
	inCallback   bool
	openLinks    []openLink

	schemes  map[string]*SecurityScheme
	scopes   map[*SecurityScheme]map[string]bool
	consumes []string // Swagger 2.0: the document's own
	produces []string
}

// target is a reference as it stands in a file.
type target struct {
	file int32
	ref  string
}

func newReader(fsys fs.FS) *reader {
	return &reader{
		doc: &Document{}, fsys: fsys, files: map[string]*Node{}, failed: map[string]error{},
		seen: map[Warning]bool{}, warned: map[int]*Node{}, origins: map[*Node]*Node{},
		targets: map[target]*Node{}, indexes: map[*Node]map[string]*Node{}, anchors: map[*Node]map[string]*Node{}, resources: map[int32]*resources{},
		named: map[*Node]string{}, parametersBy: map[*Node]*Parameter{}, headersBy: map[*Node]*Parameter{}, bodies: map[*Node]*RequestBody{},
		responsesBy: map[*Node]*Response{}, operationsBy: map[*Node]*Operation{}, ids: map[string]*Operation{}, spareIDs: slugs{}, schemes: map[string]*SecurityScheme{},
		scopes: map[*SecurityScheme]map[string]bool{},
	}
}
