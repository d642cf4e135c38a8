package document

import "slices"

// The members that the objects of a description may have, and $ref where it may stand for one.
var (
	documentMembers = []string{
		"openapi", "$self", "info", "jsonSchemaDialect", "servers", "paths", "webhooks", "components", "security", "tags", "externalDocs",
	}
	swaggerMembers = []string{
		"swagger", "info", "host", "basePath", "schemes", "consumes", "produces", "paths", "definitions", "parameters", "responses",
		"securityDefinitions", "security", "tags", "externalDocs",
	}
	infoMembers      = []string{"title", "summary", "description", "termsOfService", "contact", "license", "version"}
	contactMembers   = []string{"name", "url", "email"}
	licenseMembers   = []string{"name", "identifier", "url"}
	docsMembers      = []string{"description", "url"}
	serverMembers    = []string{"url", "description", "name", "variables"}
	variableMembers  = []string{"enum", "default", "description"}
	tagMembers       = []string{"name", "summary", "description", "externalDocs", "parent", "kind"}
	componentMembers = []string{
		"schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links", "callbacks", "pathItems", "mediaTypes",
	}
	pathMembers = []string{
		"get", "put", "post", "delete", "options", "head", "patch", "trace", "query", "$ref", "summary", "description", "servers", "parameters",
		"additionalOperations",
	}
	operationMembers = []string{
		"tags", "summary", "description", "externalDocs", "operationId", "parameters", "requestBody", "responses", "callbacks", "deprecated",
		"security", "servers", "$ref",
	}
	swaggerOperationMembers = []string{
		"tags", "summary", "description", "externalDocs", "operationId", "consumes", "produces", "parameters", "responses", "schemes", "deprecated",
		"security", "$ref",
	}
	parameterMembers = []string{
		"name", "in", "description", "required", "deprecated", "allowEmptyValue", "style", "explode", "allowReserved", "schema", "example",
		"examples", "content", "$ref",
	}
	headerMembers   = []string{"description", "required", "deprecated", "style", "explode", "schema", "example", "examples", "content", "$ref"}
	bodyMembers     = []string{"description", "content", "required", "$ref"}
	contentMembers  = []string{"schema", "itemSchema", "example", "examples", "encoding", "prefixEncoding", "itemEncoding", "$ref"}
	encodingMembers = []string{"contentType", "headers", "style", "explode", "allowReserved", "encoding", "prefixEncoding", "itemEncoding"}
	responseMembers = []string{"summary", "description", "headers", "content", "links", "$ref"}
	swaggerAnswers  = []string{"description", "schema", "headers", "examples", "$ref"}
	exampleMembers  = []string{"summary", "description", "value", "dataValue", "externalValue", "serializedValue", "$ref"}
	linkMembers     = []string{"operationRef", "operationId", "parameters", "requestBody", "description", "server", "$ref"}
	schemeMembers   = []string{
		"type", "description", "name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl", "oauth2MetadataUrl", "deprecated", "$ref",
	}
	swaggerSchemeMembers = []string{"type", "description", "name", "in", "flow", "authorizationUrl", "tokenUrl", "scopes"}
	flowsMembers         = []string{"implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"}
	flowMembers          = []string{"authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl", "scopes"}
	discriminatorMembers = []string{"propertyName", "mapping", "defaultMapping"}

	// schemaMembers are the keywords of JSON Schema of any draft, and OpenAPI's own.
	schemaMembers = []string{
		"type", "format", "title", "description", "enum", "const", "default", "example", "examples", "deprecated", "readOnly", "writeOnly",
		"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems",
		"uniqueItems", "items", "prefixItems", "additionalItems", "unevaluatedItems", "contains", "minContains", "maxContains", "minProperties",
		"maxProperties", "required", "properties", "patternProperties", "additionalProperties", "unevaluatedProperties", "propertyNames",
		"dependencies", "dependentRequired", "dependentSchemas", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "contentEncoding",
		"contentMediaType", "contentSchema", "nullable", "discriminator", "xml", "externalDocs", "definitions", "id",
	}
)

// moved are members of Swagger 2.0 and where OpenAPI 3 has what they say.
func moved(what, member string) string {
	switch what {
	case "the document":
		return map[string]string{
			"swagger": "openapi", "host": "servers", "basePath": "servers", "schemes": "servers", "definitions": "components/schemas",
			"parameters": "components/parameters", "responses": "components/responses", "securityDefinitions": "components/securitySchemes",
			"consumes": "content in each request body", "produces": "content in each response",
		}[member]
	case "an operation":
		return map[string]string{"consumes": "content in the request body", "produces": "content in each response", "schemes": "servers"}[member]
	case "a response":
		return map[string]string{"schema": "content, which has a schema for each media type"}[member]
	case "a parameter", "a header":
		if slices.Contains(schemaMembers, member) {
			return "schema, which it belongs into"
		}
	}
	return ""
}
