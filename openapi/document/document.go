// Package document reads the description of any HTTP API: Swagger 2.0, OpenAPI 3.0, 3.1 and
// 3.2, JSON or YAML, in one file or many. It is made for showing what is there: whatever can
// be understood of a document is kept, in its author's order and with the place where it is
// written, and each defect is a [Warning].
//
// [Load] reads everything at once. A [Document] never changes afterwards, so many goroutines
// may read it. Swagger 2.0 comes out in the terms of OpenAPI 3.
package document

// Document is what a description says.
type Document struct {
	Format          string // as the author wrote it: "swagger 2.0", "openapi 3.1.0"
	Info            Info
	Servers         []*Server // none if the document names none
	Tags            []*Tag    // those declared, then those only used, each once
	TagGroups       []TagGroup
	Groups          []*Group // the operations as a reference arranges them; none is empty
	Operations      []*Operation
	Webhooks        []*Operation // webhooks, and x-webhooks
	Schemas         []*Schema    // the named ones
	SecuritySchemes []*SecurityScheme
	Security        []Requirement // alternatives, for operations without any of their own
	ExternalDocs    *ExternalDocs
	Warnings        []Warning // by file and line
	Root            *Node
	Files           []string // all that were read, the root document first

	targets map[target]*Node // what references lead to
	size    int              // of the files' text, in bytes
}

// target is what a reference leads to, or nil.
func (d *Document) target(ref *Node) *Node { return d.targets[target{ref.file, ref.text}] }

// Position is where a value is written: the name of a member, the value itself of an item. It is nowhere for nil and for
// a value that somebody made.
func (d *Document) Position(n *Node) Position {
	if n == nil || n.line == 0 || int(n.file) >= len(d.Files) {
		return Position{}
	}
	return Position{d.Files[n.file], int(n.line), int(n.column)}
}

// Info is what the description says of itself.
type Info struct {
	Title, Summary, Version, Description, TermsOfService string
	Contact                                              Contact
	License                                              License
	Logo                                                 Logo
}

// Contact is whom to ask.
type Contact struct{ Name, URL, Email string }

// License is on which terms the API may be used.
type License struct{ Name, Identifier, URL string }

// Logo is x-logo.
type Logo struct{ URL, AltText, Href, BackgroundColor string }

// ExternalDocs is a link to more to read.
type ExternalDocs struct{ Description, URL string }

// Position is where something is written.
type Position struct {
	File         string // as Load knows it: relative to the root document's folder
	Line, Column int    // from 1; 0 if it is the file as a whole
}

// Warning is a defect of the document.
type Warning struct {
	Position
	Pointer string // JSON pointer in the file, "#/paths/~1pets/get"
	Message string // what it means and what to do
}

// Server is where the API is.
type Server struct {
	URL, Name, Description string
	Variables              []*ServerVariable
}

// ServerVariable is a part of a server's URL.
type ServerVariable struct {
	Name, Default, Description string
	Enum                       []string
}

// Tag is a label of operations.
type Tag struct {
	Name, DisplayName, Summary, Description string // DisplayName is Name where x-displayName says nothing
	Parent, Kind                            string // OpenAPI 3.2
	Internal                                bool   // x-internal
	ExternalDocs                            *ExternalDocs
}

// TagGroup is one of x-tagGroups.
type TagGroup struct {
	Name string
	Tags []string
}

// Group is the operations that share their first tag, or that have none.
type Group struct {
	Slug        string // a segment of a URL: safe as a file name, unique even where case is not told apart
	Title       string
	Description string // Markdown
	Tag         *Tag   // nil for the group of operations without a tag
	Operations  []*Operation
	Also        []*Operation // of other groups, with the tag among their further ones
}

// Operation is one method on one path, or a webhook, or what a callback calls.
type Operation struct {
	ID          string // the author's operationId, or one made of group, method and path; unique
	OperationID string // as the author gave it, or ""
	Slug        string // a segment of a URL; unique in its group
	Group       *Group // nil for a callback's
	Webhook     string // the webhook's name, "" otherwise

	Method       string // "GET", in upper case as a rule; as written for additionalOperations
	Path         string // "/pets/{id}", below a server's URL; of a callback its expression
	Summary      string
	Description  string // Markdown
	Deprecated   bool
	Internal     bool // x-internal
	Tags         []string
	Parameters   []*Parameter // the path's, overridden and followed by the operation's own
	Body         *RequestBody // nil if it takes none
	Responses    []*Response  // by status, ranges and "default" last
	Callbacks    []*Callback
	Security     []Requirement // alternatives that hold here, the document's if it has none of its own
	Servers      []*Server     // those that hold here: its own, the path's or the document's
	ExternalDocs *ExternalDocs
	CodeSamples  []CodeSample

	Node   *Node // for extensions
	Source Position
}

// CodeSample is one of x-codeSamples.
type CodeSample struct{ Lang, Label, Source string }

// TabDelimited is the style of a list in Swagger 2.0 that no version of OpenAPI 3 has.
const TabDelimited = "tabDelimited"

// Parameter is a parameter of an operation, or a header of a response or a part.
type Parameter struct {
	Name            string
	In              string // path, query, querystring, header or cookie
	Description     string
	Required        bool // always for a path
	Deprecated      bool
	AllowEmptyValue bool
	AllowReserved   bool
	Style           string // never empty: the place's default where the author says nothing
	Explode         bool
	Schema          *Schema // nil if nothing is said of it
	MediaType       string  // how the value is encoded, for a parameter with content
	Examples        []*Example
	Node            *Node
	Source          Position
}

// RequestBody is what an operation takes.
type RequestBody struct {
	Description string
	Required    bool
	Contents    []*Content
	Source      Position
}

// Content is a body in one media type.
type Content struct {
	MediaType  string
	Schema     *Schema // nil if nothing is said of it
	ItemSchema *Schema // of a stream's items, OpenAPI 3.2
	Examples   []*Example
	Encodings  []*Encoding
	Node       *Node
}

// Encoding says how a member of a form is written.
type Encoding struct {
	Name          string
	ContentType   string
	Headers       []*Parameter
	Style         string // "" if the author says nothing
	Explode       bool
	AllowReserved bool
}

// Example is an author's example.
type Example struct {
	Name, Summary, Description string
	Value                      *Node  // nil if it is only External or Serialized
	Serialized                 string // the text itself, OpenAPI 3.2
	External                   string // a URL
}

// Response is what an operation answers.
type Response struct {
	Status      string // "200", "4XX", "default"
	Summary     string
	Description string
	Headers     []*Parameter
	Contents    []*Content
	Links       []*Link
	Source      Position
}

// Link says what can be called with what an answer holds.
type Link struct {
	Name, Description string
	Operation         *Operation // nil if it isn't in the document
	Target            string     // the operationId or operationRef, as written
	Parameters        []NamedText
	Body              *Node
	Server            *Server // where it is, instead of the operation's own; or nil
}

// NamedText is a name with a text, such as a parameter with an expression.
type NamedText struct{ Name, Text string }

// Callback is what the API calls.
type Callback struct {
	Name       string
	Expression string // "{$request.body#/url}"
	Operations []*Operation
}

// Requirement is one way to be let in: all of its parts together. One without parts lets
// everybody in.
type Requirement []RequirementPart

// RequirementPart is a security scheme and what it must grant.
type RequirementPart struct {
	Scheme *SecurityScheme
	Scopes []string
}

// SecurityScheme is a kind of credential.
type SecurityScheme struct {
	ID               string // its name in the document
	Type             string // apiKey, http, oauth2, openIdConnect, mutualTLS
	In, Name         string // of an apiKey: header, query or cookie, and what it is called there
	Scheme           string // of http, in lower case: basic, bearer
	BearerFormat     string
	Description      string
	OpenIDConnectURL string
	Deprecated       bool
	Flows            []*Flow
	Source           Position
}

// Flow is a way to get an OAuth 2 token.
type Flow struct {
	Name                                                        string // authorizationCode, clientCredentials, password, implicit, deviceAuthorization
	AuthorizationURL, TokenURL, RefreshURL, DeviceAuthorization string
	Scopes                                                      []NamedText
}
