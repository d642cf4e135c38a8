package api

import (
	"context"
	"testing"
)

func TestBindFillsInDefaults(t *testing.T) {
	var got *GetQRRequest
	call := bind(func(_ context.Context, req *GetQRRequest) (*GetQRResponse, error) {
		got = req
		return &GetQRResponse{State: GetQRResponseStatePairing}, nil
	})
	if _, err := call(context.Background(), []byte(`{"clientId":"c","format":"svg"}`)); err != nil {
		t.Fatal(err)
	}
	if got.WaitSeconds != 20 || got.Format != GetQRRequestFormatSvg {
		t.Errorf("bound %+v, want waitSeconds 20 and format svg", got)
	}
}
