package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestCountersHaveAnAddressOfTheirOwn(t *testing.T) {
	if counted, stop, err := new(serveCmd).count(t.Context(), slog.Default()); counted != nil || err != nil {
		t.Errorf("nobody asked for counters: %v, %v", counted, err)
	} else {
		stop()
	}
	var said bytes.Buffer
	counted, stop, err := (&serveCmd{MetricsListen: "127.0.0.1:0"}).count(t.Context(), slog.New(slog.NewTextHandler(&said, nil)))
	if err != nil || counted == nil {
		t.Fatalf("%v, %v", counted, err)
	}
	address := regexp.MustCompile(`address=(\S+)`).FindStringSubmatch(said.String())[1]
	answer, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil || !strings.Contains(string(body), "docsite_tryit_calls_running 0") {
		t.Errorf("%v: %s", err, body)
	}
	if _, _, err := (&serveCmd{MetricsListen: address}).count(t.Context(), slog.Default()); err == nil || !strings.Contains(err.Error(), "--metrics-listen "+address) {
		t.Errorf("on an address that is taken: %v", err)
	}
	stop()
	if answer, err := http.Get("http://" + address + "/metrics"); err == nil {
		_ = answer.Body.Close()
		t.Error("it counts on after the end")
	}
}
