package api_test

import (
	"errors"
	"fmt"
	"testing"

	"wpengine/engine/api"
	"wpengine/openapi"
)

func TestEveryCodeOfTheSpecHasAStatus(t *testing.T) {
	spec, err := openapi.Engine()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range spec.Doc.Components.Schemas["Code"].Value.Enum {
		code := api.Code(fmt.Sprint(v))
		if code.Status() == 500 && code != api.CodeInternal {
			t.Errorf("code %s has no status of its own in error.go", code)
		}
		if code.Title() == "" {
			t.Errorf("code %s has no title", code)
		}
	}
}

func TestErrorKeepsItsCause(t *testing.T) {
	cause := errors.New("disk full")
	err := api.Errorf(api.CodeUnavailable, "try again in a moment").Because(cause)
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
	if got, want := err.Error(), "unavailable: try again in a moment: disk full"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if got := err.Detail; got != "try again in a moment" {
		t.Errorf("a caller reads %q", got)
	}
}

func TestInvalidNamesTheMemberOrTheBody(t *testing.T) {
	for pointer, want := range map[string]string{"/name": "/name is blank.", "": "The request body is blank."} {
		err := api.Invalid(pointer, "is blank")
		if err.Code != api.CodeInvalidRequest || err.Detail != want || len(err.Fields) != 1 || err.Fields[0] != (api.FieldError{Pointer: pointer, Detail: "is blank"}) {
			t.Errorf("%q: %+v", pointer, err)
		}
	}
}
