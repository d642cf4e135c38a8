package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"

	"wpengine/engine/api"
)

// A network in a process of its own is one port with two sides. Clients of WhatsApp reach it under WhatsApp's names:
// their websockets and files. Engines, in other processes of the machine, reach it under the machine's: they carry
// the operations of the group sandbox over, and the streams of the handset. Remote is the engine's end.

const (
	controlPath    = "/control/"
	maxControlBody = 2 << 20 // bytes; the API's own limit is 1 MiB
	controlTime    = 2 * time.Minute
)

// envelope is what an engine sends: who calls, what for, and what they want.
type envelope struct {
	Caller         api.Caller
	IdempotencyKey string          `json:",omitempty"`
	Device         string          `json:",omitempty"` // that the client is linked as which the request names
	Request        json.RawMessage `json:",omitempty"` // of an operation, valid for its schema
	Query          string          `json:",omitempty"` // of a stream
}

// introduction is what an engine has to know of a network before it connects clients to it.
type introduction struct {
	Root []byte // RootKey
}

// Handler serves the network to other processes of the machine. Use it with Listen.
func (n *Network) Handler() http.Handler {
	c := &control{network: n, service: NewService(n, deviceInContext{}), mux: http.NewServeMux()}
	c.mux.HandleFunc("GET "+controlPath+"network", c.introduce)
	c.mux.HandleFunc("POST "+controlPath+"operation/{name}", c.operation)
	c.mux.HandleFunc("POST "+controlPath+"events", c.stream(c.service.ServeEvents))
	c.mux.HandleFunc("POST "+controlPath+"media", c.stream(c.service.ServeMedia))
	wire := n.routes()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(r.Host); err == nil {
			host = name
		}
		switch {
		case strings.HasSuffix(host, ".whatsapp.net"), strings.HasSuffix(host, ".whatsapp.com"):
			wire.ServeHTTP(w, r)
		case isLoopback(strings.Trim(host, "[]")):
			c.ServeHTTP(w, r)
		default: // a name that somebody's page has pointed at this machine
			http.Error(w, "this is a simulated WhatsApp network; it is reached at 127.0.0.1", http.StatusMisdirectedRequest)
		}
	})
}

// control is the side for engines.
type control struct {
	network *Network
	service *Service
	mux     *http.ServeMux
}

// ServeHTTP turns pages away: what a browser sends without asking first is no JSON, and has an Origin.
func (c *control) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Header.Get("Origin") != "" || r.Method == http.MethodPost && kind != "application/json" {
		http.Error(w, "this is for engines, not for pages", http.StatusForbidden)
		return
	}
	c.mux.ServeHTTP(w, r)
}

func (c *control) introduce(w http.ResponseWriter, _ *http.Request) {
	root := c.network.RootKey()
	answer(w, http.StatusOK, introduction{Root: root[:]})
}

// operation carries out an operation of the group sandbox, named as its Go method.
func (c *control) operation(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), controlTime)
	defer cancel()
	e, err := open(w, r)
	if err != nil {
		refuse(w, err)
		return
	}
	result, err := c.call(e.context(ctx), r.PathValue("name"), e.Request)
	if err != nil {
		c.refuse(w, r, err)
		return
	}
	answer(w, http.StatusOK, result)
}

// operations are the methods that there is an operation for.
var operations = reflect.TypeFor[api.SandboxService]()

func (c *control) call(ctx context.Context, name string, body json.RawMessage) (any, error) {
	method, ok := operations.MethodByName(name)
	if !ok {
		return nil, api.Errorf(api.CodeNotFound, "The simulated network has no operation %s. Is it as new as the engine?", name)
	}
	request := reflect.New(method.Type.In(1).Elem())
	if err := json.Unmarshal(body, request.Interface()); err != nil {
		return nil, api.Errorf(api.CodeInvalidRequest, "The request for %s can't be read. Are engine and simulated network of the same version?", name)
	}
	results := reflect.ValueOf(c.service).MethodByName(name).Call([]reflect.Value{reflect.ValueOf(ctx), request})
	if err, _ := results[1].Interface().(error); err != nil {
		return nil, err
	}
	return results[0].Interface(), nil
}

// stream serves something of a Service that isn't an operation.
func (c *control) stream(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		e, err := open(w, r)
		if err != nil {
			refuse(w, err)
			return
		}
		ctx, cancel := context.WithCancel(e.context(r.Context()))
		defer cancel()
		defer context.AfterFunc(c.network.ctx, cancel)()
		inner := r.WithContext(ctx)
		inner.URL = &url.URL{Path: r.URL.Path, RawQuery: e.Query}
		serve(w, inner)
	}
}

// refuse says an error, and logs one that means nothing to callers.
func (c *control) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if shown := new(api.Error); !errors.As(err, &shown) && r.Context().Err() == nil {
		c.network.log.Error("an operation of the simulated network failed", "operation", r.PathValue("name"), "error", err)
	}
	refuse(w, err)
}

// open reads an envelope.
func open(w http.ResponseWriter, r *http.Request) (e envelope, err error) {
	var body bytes.Buffer
	if _, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, maxControlBody)); err != nil {
		return e, api.Errorf(api.CodePayloadTooLarge, "The request has more than %d bytes, or ended early.", maxControlBody)
	}
	if err := json.Unmarshal(body.Bytes(), &e); err != nil {
		return e, api.Errorf(api.CodeInvalidRequest, "The request is not what an engine sends.")
	}
	return e, nil
}

type deviceKey struct{}

// context gives an operation what the engine's own would have.
func (e envelope) context(ctx context.Context) context.Context {
	ctx = api.WithCaller(ctx, e.Caller)
	if e.IdempotencyKey != "" {
		ctx = api.WithIdempotencyKey(ctx, e.IdempotencyKey)
	}
	return context.WithValue(ctx, deviceKey{}, e.Device)
}

// deviceInContext knows the one client that a request is about: the engine has looked up which device it is.
type deviceInContext struct{}

// JID implements Clients.
func (deviceInContext) JID(ctx context.Context, _ string) (types.JID, error) {
	text, _ := ctx.Value(deviceKey{}).(string)
	jid, err := types.ParseJID(text)
	if err != nil || jid.IsEmpty() {
		return types.JID{}, fmt.Errorf("sandbox: the engine names the device %q", text)
	}
	return jid, nil
}

func answer(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, "the answer can't be encoded", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
