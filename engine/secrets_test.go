package engine

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wpengine/assets"
	"wpengine/e2e/testkit/issuer"
	"wpengine/engine/account"
	"wpengine/engine/api"
	"wpengine/engine/store"
)

// trail is everything that an engine leaves behind: its log at its most talkative, the bodies of its refusals, its files.
type trail struct {
	t      *testing.T
	data   string
	issuer *issuer.Issuer // by whom people sign in too
	engine *Engine

	mu       sync.Mutex
	log      bytes.Buffer
	refusals []string // with the request that got it

	cookies map[string]string
	secrets map[string]string // what must be nowhere, by what it is
	texts   map[string]string // what only the database may have: messages
}

// Write takes what is logged.
func (r *trail) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.Write(line)
}

// start runs an engine on the data folder.
func (r *trail) start() {
	e, err := New(context.Background(), Config{
		Data: r.data, Network: NetworkSandbox, Assets: assets.Engine(), AllowPrivateProxies: true, HourlyLimits: map[string]int{"pro": 1 << 20},
		PublicURL: "http://example.com",
		OpenID:    &OpenID{Issuer: r.issuer.URL, ClientID: issuer.ClientID, ClientSecret: r.secret("the secret at the provider", issuer.ClientSecret), AllowPrivate: true},
		Logger:    slog.New(slog.NewJSONHandler(r, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true})),
	})
	if err != nil {
		r.t.Fatal(err)
	}
	e.Start(context.Background())
	r.engine = e
}

func (r *trail) stop() {
	if err := r.engine.Close(); err != nil {
		r.t.Error(err)
	}
}

// secret notes what nobody may find.
func (r *trail) secret(what, value string) string {
	if len(value) < 10 {
		r.t.Fatalf("%s: %q is too short to be looked for", what, value)
	}
	r.secrets[what] = value
	return value
}

func (r *trail) text(what, value string) string {
	r.texts[what] = value
	return value
}

var carriedOn = regexp.MustCompile(`<input type="(hidden|email)"[^>]*>`)

// do answers a request and keeps its cookies. A status other than 0 is insisted on.
func (r *trail) do(req *http.Request, status int) string {
	r.t.Helper()
	for name, value := range r.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	r.engine.ServeHTTP(w, req)
	for _, c := range w.Result().Cookies() {
		if r.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(r.cookies, c.Name)
		}
	}
	if w.Code >= 400 {
		// A form that is shown again goes on with its link, and with the address that was typed.
		shown := carriedOn.ReplaceAllString(w.Body.String(), "")
		r.refusals = append(r.refusals, fmt.Sprintf("%s %s: %d %v %s", req.Method, req.URL.Path, w.Code, w.Header(), shown))
	}
	if status != 0 && w.Code != status {
		r.t.Fatalf("%s %s: %d, want %d\n%s", req.Method, req.URL.Path, w.Code, status, w.Body)
	}
	return w.Body.String()
}

// post calls an operation.
func (r *trail) post(key, operation, body string, status int) string {
	r.t.Helper()
	req := httptest.NewRequest(http.MethodPost, "/api/rpc/"+operation, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Api-Key", key)
	if strings.Contains(operation, "sendMessage") || operation == "proxy/seed" {
		req.Header.Set("Idempotency-Key", fmt.Sprintf("try-%d", time.Now().UnixNano()))
	}
	return r.do(req, status)
}

// form sends a form as a page of ours does.
func (r *trail) form(path string, status int, members ...string) string {
	r.t.Helper()
	values := url.Values{}
	for i := 0; i < len(members); i += 2 {
		values.Add(members[i], members[i+1])
	}
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return r.do(req, status)
}

func (r *trail) get(path string, status int) string {
	r.t.Helper()
	return r.do(httptest.NewRequest(http.MethodGet, path, nil), status)
}

// TestNoSecretIsLeftBehind lives through what an engine sees, mistakes too, and then looks for what people hold.
func TestNoSecretIsLeftBehind(t *testing.T) {
	r := &trail{t: t, data: t.TempDir(), issuer: issuer.New(t, time.Now), cookies: map[string]string{}, secrets: map[string]string{}, texts: map[string]string{}}
	r.start()
	admin := r.signIn()
	r.provider()
	r.secondFactor(admin)
	keys := r.keys(admin)
	r.proxies(keys)
	client := r.messages(admin, keys)
	r.hostileProxies(keys, client)
	r.stop()
	r.start() // what was half done is taken up again
	r.post(keys, "whatsapp/fetchChats", `{"clientId":"`+noID+`"}`, 404)
	r.stop()

	log := r.log.String()
	if strings.Count(log, "\n") < 50 || len(r.refusals) < 20 {
		t.Errorf("too little has happened: %d bytes of log, %d refusals", len(log), len(r.refusals))
	}
	all := maps.Clone(r.secrets)
	maps.Copy(all, r.texts)
	for what, value := range all {
		for _, form := range forms(value) {
			if i := strings.Index(log, form); i >= 0 {
				t.Errorf("%s is in the log: %s", what, around(log, i))
			}
			for _, refusal := range r.refusals {
				if strings.Contains(refusal, form) {
					t.Errorf("%s is in a refusal: %s", what, refusal)
				}
			}
		}
	}
	r.searchFiles()
	r.searchTables()
}

// forms are how a value may be written.
func forms(value string) []string {
	inJSON, _ := json.Marshal(value)
	all := []string{
		value, hex.EncodeToString([]byte(value)), base64.StdEncoding.EncodeToString([]byte(value)), base64.RawURLEncoding.EncodeToString([]byte(value)),
		url.QueryEscape(value), strings.Trim(string(inJSON), `"`),
	}
	if strings.HasPrefix(value, "wpe_") {
		all = append(all, value[8:24]) // what comes after that by which keys are told apart
	}
	return all
}

func around(text string, i int) string { return text[max(i-200, 0):min(i+100, len(text))] }

// signIn makes the first account by its link, makes other links, and mistakes passwords.
func (r *trail) signIn() store.User {
	link, err := r.engine.SetupLink(context.Background())
	if err != nil {
		r.t.Fatal(err)
	}
	password := r.secret("the password", "four quiet rivers meet")
	setup := r.secret("the setup link", strings.TrimPrefix(link, "/setup?token="))
	r.get("/setup?token="+r.secret("a wrong link", "ABCDEFGHIJKLMNOPQRSTUVWX"), 404)
	r.get(link, 200)
	r.form("/setup", 400, "token", setup, "email", "root@example.com", "password", r.secret("a password that is refused", "rootexample"))
	r.form("/setup", 303, "token", setup, "email", "root@example.com", "name", "Root", "password", password)
	r.noteCookies("first")
	r.form("/account/security/password", 400, "current", r.secret("a wrong current password", "wrong current password"), "new", "x")
	r.form("/sign-out", 303)
	r.form("/sign-in", 401, "email", "root@example.com", "password", r.secret("a wrong password", "five quiet rivers part"))
	r.form("/sign-in", 401, "email", r.secret("a password instead of the address", "six quiet rivers dry up"), "password", password)
	r.form("/sign-in", 303, "email", "root@example.com", "password", password)
	r.noteCookies("second")
	admin := must(r.engine.store.Users.ByEmail(context.Background(), "root@example.com"))
	ctx, accounts := api.WithCaller(context.Background(), callerOf(admin)), r.engine.services.account
	r.secret("an invitation", token(must(accounts.Invite(ctx, account.NewAccount{Email: "grace@example.com"})).Path))
	reset := token(must(accounts.ResetLink(ctx, admin.ID)).Path)
	r.get("/reset?token="+r.secret("a link to a new password", reset), 200)
	r.form("/reset", 400, "token", reset, "password", "short")
	return admin
}

// provider signs in by the provider, which is wrong at times.
func (r *trail) provider() {
	r.secret("a token of the provider", "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEi")
	r.issuer.Claims = map[string]any{"sub": "1", "email": "root@example.com", "email_verified": true}
	noFurther := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for what, c := range map[string]struct {
		tamper func(map[string]any)
		status int
	}{
		"good": {nil, 303}, "for another question": {func(claims map[string]any) { claims["nonce"] = "another" }, 0},
		"for another client": {func(claims map[string]any) { claims["aud"] = "another" }, 0}, "too old": {func(claims map[string]any) { claims["exp"] = 1 }, 0},
	} {
		r.cookies = map[string]string{}
		asked := must(url.Parse(r.leads("/sign-in/oidc"))).Query()
		r.secret("the state of one that is "+what, asked.Get("state"))
		r.issuer.Tamper = func(claims map[string]any) {
			r.secret("the nonce of one that is "+what, claims["nonce"].(string))
			if c.tamper != nil {
				c.tamper(claims)
			}
		}
		resp, err := noFurther.Get(r.issuer.URL + "/authorize?" + asked.Encode())
		if err != nil {
			r.t.Fatal(err)
		}
		_ = resp.Body.Close()
		back := strings.TrimPrefix(resp.Header.Get("Location"), "http://example.com")
		r.secret("the code of one that is "+what, must(url.Parse(back)).Query().Get("code"))
		r.get(back, c.status)
		r.noteCookies("provider's, " + what + ",")
		r.get(back, 400) // a second time
	}
}

// leads is where the answer to a request leads to.
func (r *trail) leads(path string) (to string) {
	r.t.Helper()
	w := httptest.NewRecorder()
	r.engine.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	for _, c := range w.Result().Cookies() {
		r.cookies[c.Name] = c.Value
	}
	return w.Header().Get("Location")
}

func token(path string) string { return path[strings.Index(path, "token=")+len("token="):] }

func (r *trail) noteCookies(which string) {
	for name, value := range r.cookies {
		r.secret("the "+which+" cookie "+name, value)
	}
}

// secondFactor sets up an app and signs in with it.
func (r *trail) secondFactor(admin store.User) {
	ctx, factors := api.WithCaller(context.Background(), callerOf(admin)), r.engine.services.factors
	setup := factors.Begin(ctx, "session")
	r.secret("the secret of the app", setup.Secret)
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(setup.Secret)
	if err != nil {
		r.t.Fatal(err)
	}
	r.secret("the secret of the app in bytes", string(raw))
	codes, err := factors.Confirm(ctx, "session", appCode(raw, time.Now()))
	if err != nil {
		r.t.Fatal(err)
	}
	for i, code := range codes {
		r.secret(fmt.Sprint("recovery code ", i), code)
		r.secret(fmt.Sprint("recovery code without hyphen ", i), strings.ReplaceAll(code, "-", ""))
	}
	r.cookies = map[string]string{}
	r.form("/sign-in", 303, "email", "root@example.com", "password", r.secrets["the password"])
	r.form("/sign-in/code", 0, "code", "aaaaa-aaaaa")
	r.form("/sign-in/code", 303, "code", codes[0])
	r.noteCookies("third")
}

// appCode is what an authenticator app shows.
func appCode(secret []byte, at time.Time) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(at.Unix()/30)))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff)%1_000_000)
}

var keyIn = regexp.MustCompile(`wpe_[0-9A-Za-z]{36}`)

// keys makes keys by the page and by the API, replaces and revokes them, and mistakes them. It returns one that is good.
func (r *trail) keys(admin store.User) string {
	page := r.form("/account/api-keys/create", 0, "form", "one", "name", "by the page", "operations", "all", "of", "all")
	made := r.secret("a key of the page", keyIn.FindString(page))
	for i := range 2 {
		next := keyIn.FindString(r.post(made, "apiKeys/create", fmt.Sprintf(`{"name":"key %d"}`, i), 200))
		made = r.secret(fmt.Sprint("key ", i), next)
	}
	list := must(r.engine.services.apiKeys.List(api.WithCaller(context.Background(), callerOf(admin)), &api.ListApiKeysRequest{Limit: 10}))
	rotated := keyIn.FindString(r.post(made, "apiKeys/rotate", `{"id":"`+list.Items[1].ID+`"}`, 200))
	r.post(r.secret("a rotated key", rotated), "server/ping", `{}`, 200)
	r.post(made, "apiKeys/revoke", `{"id":"`+list.Items[2].ID+`"}`, 200)
	r.post(r.secrets["a key of the page"], "server/ping", `{}`, 401)
	r.post(r.secret("a key with a typing error", typo(made)), "server/ping", `{}`, 401)
	r.post(r.secret("a key that nobody has", unknownKey()), "server/ping", `{}`, 401)
	r.post(made, "clients/get", `{"clientId":"`+made+`"}`, 400)
	r.post(made, "apiKeys/revoke", `{"id":"`+made+`","key":"`+made+`"}`, 400)
	bearer := httptest.NewRequest(http.MethodPost, "/api/rpc/server/ping", strings.NewReader(`{}`))
	bearer.Header.Set("Authorization", "Bearer "+made)
	r.do(bearer, 401)
	r.get("/api/rpc/server/ping?key="+made, 405)
	r.form("/sandbox/sign-in", 401, "key", typo(made))
	r.form("/sandbox/sign-in", 303, "key", made)
	r.noteCookies("phones")
	return made
}

// proxies seeds a pool, with lines that are wrong too.
func (r *trail) proxies(key string) {
	password := r.secret("the password of a proxy", "Pr0xyPassw0rd")
	user := r.secret("the password of a proxy that is refused", "An0therPassw0rd")
	for _, item := range []string{
		"socks5://user:" + password + "@203.0.113.9:1080", "http://user:" + password + "@203.0.113.10:3128", "ftp://user:" + user + "@203.0.113.9:1080",
		"http://user:" + user + "@203.0.113.9:99999", "http://user:" + user + "@127.0.0.1:80", "user:" + user + "@203.0.113.9", "http://u:" + user + "@[::1",
		"http://203.0.113.9:80/" + user, "http://user:" + user + "@203.0.113.9:1080?" + user,
	} {
		body := must(json.Marshal(map[string]any{"items": []map[string]any{{"url": item}}}))
		sum := sha256.Sum256(body) // by which it could be guessed
		r.secret("the hash of the request for "+item, string(sum[:]))
		r.post(key, "proxy/seed", string(body), 200)
	}
	r.post(key, "proxy/seed", `{"items":[{"url":"http://user:`+user+`@203.0.113.9:1","country":"Germany"}]}`, 400)
	if list := r.post(key, "proxy/list", `{}`, 200); strings.Contains(list, password) || !strings.Contains(list, "203.0.113.9") {
		r.t.Errorf("the list of proxies: %s", list)
	}
}

// hostileProxies tests proxies that repeat all that they hear in their answers, and assigns them to the client.
func (r *trail) hostileProxies(key, client string) {
	password := "H0stilePr0xy"
	r.secret("the password of a hostile proxy", password)
	r.secret("what a hostile proxy is sent", "user:"+password)
	for _, scheme := range []string{"http", "socks5"} {
		address := echoing(r.t, scheme)
		r.post(key, "proxy/seed", `{"items":[{"url":"`+scheme+`://user:`+password+`@`+address+`"}]}`, 200)
		var list struct{ Items []struct{ ID string } }
		if err := json.Unmarshal([]byte(r.post(key, "proxy/list", `{"limit":1}`, 200)), &list); err != nil {
			r.t.Fatal(err)
		}
		proxy := `{"proxyId":"` + list.Items[0].ID + `"`
		r.told(r.post(key, "proxy/test", proxy+`}`, 200))
		r.told(r.post(key, "proxy/get", proxy+`}`, 200))
		r.told(r.post(key, "proxy/assign", proxy+`,"clientId":"`+client+`"}`, 200))
	}
	r.told(r.post(key, "proxy/list", `{}`, 200))
}

// told notes an answer that isn't a refusal and must have no secret either.
func (r *trail) told(answer string) { r.refusals = append(r.refusals, answer) }

// echoing listens as a proxy that refuses, and puts what it has heard into its answer.
func echoing(t *testing.T, scheme string) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				heard := make([]byte, 4096)
				n, _ := conn.Read(heard)
				if scheme == "http" {
					text := strings.ReplaceAll(string(heard[:n]), "\r\n", " ")
					_, _ = fmt.Fprintf(conn, "HTTP/1.1 407 %s\r\nX-Heard: %s\r\nContent-Length: %d\r\n\r\n%s", text, text, len(text), text)
					return
				}
				_, _ = conn.Write([]byte{5, 2}) // user and password
				n, _ = conn.Read(heard)
				_, _ = conn.Write(append([]byte{1, 1}, heard[:n]...)) // are wrong
			}()
		}
	}()
	return listener.Addr().String()
}

// messages links a client, and sends and receives through it, in vain too.
func (r *trail) messages(admin store.User, key string) (client string) {
	ctx, demo := api.WithCaller(context.Background(), callerOf(admin)), &Demo{}
	if err := r.engine.demoPhones(ctx, demo); err != nil {
		r.t.Fatal(err)
	}
	if err := r.engine.demoClient(ctx, demo); err != nil {
		r.t.Fatal(err)
	}
	send := func(what, jid string, status int) {
		r.t.Helper()
		r.post(key, "whatsapp/sendMessage", fmt.Sprintf(`{"clientId":%q,"jid":%q,"message":{"text":%q}}`, demo.ClientID, jid, r.text(what, what+" says the quick brown fox")), status)
	}
	send("a message", DemoRecipient, 200)
	send("a message to nobody", "+15550000000", 422)
	send("a message to nonsense", "nonsense", 400)
	r.post(key, "whatsapp/sendMessage", fmt.Sprintf(`{"clientId":%q,"jid":%q,"message":{"text":%q,"image":{}}}`, demo.ClientID, DemoRecipient, r.text("two messages in one", "two messages in one, says the fox")), 400)
	r.post(key, "whatsapp/sendMessage", `{"message":{"text":"`+r.text("half a request", "half a request, says the quick brown fox")+`"`, 400)
	r.post(key, "whatsapp/sendMessage", `{"message":"`+r.text("a text in the wrong place", "a text in the wrong place, says the fox")+`"}`, 400)
	r.post(key, "sandbox/sendMessage", fmt.Sprintf(`{"phone":%q,"jid":%q,"message":{"text":%q}}`, DemoRecipient, DemoPhone, r.text("a message from a phone", "a message from a phone says the fox")), 200)
	for late := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if strings.Contains(r.post(key, "whatsapp/getConversationMessages", `{"clientId":"`+demo.ClientID+`"}`, 200), "a message from a phone says") {
			break
		}
		if time.Now().After(late) {
			r.t.Fatal("the message does not arrive")
		}
	}
	for _, fault := range []string{"undecryptable", "duplicate", "kick"} { // of which there is much to be logged
		r.post(key, "sandbox/fault", fmt.Sprintf(`{"clientId":%q,"fault":%q}`, demo.ClientID, fault), 200)
		r.post(key, "sandbox/sendMessage", fmt.Sprintf(`{"phone":%q,"jid":%q,"message":{"text":%q}}`, DemoRecipient, DemoPhone, r.text("a message amid "+fault, "a message amid "+fault+" says the fox")), 200)
	}
	return demo.ClientID
}

// searchFiles looks for secrets in all that is in the data folder.
func (r *trail) searchFiles() {
	files := 0
	err := fs.WalkDir(os.DirFS(r.data), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(filepath.Join(r.data, path))
		for what, value := range r.secrets {
			for _, form := range forms(value) {
				if bytes.Contains(content, []byte(form)) {
					r.t.Errorf("%s is in %s", what, path)
				}
			}
		}
		return err
	})
	if err != nil || files < 2 {
		r.t.Errorf("%d files: %v", files, err)
	}
}

// searchTables looks where in the database messages are: in the tables that are for them, and in no other.
func (r *trail) searchTables() {
	db, err := sql.Open("sqlite3", store.Path(r.data))
	if err != nil {
		r.t.Fatal(err)
	}
	defer db.Close()
	found := map[string]bool{}
	for _, table := range column(r.t, db, `SELECT name FROM sqlite_master WHERE type = 'table'`) {
		columns := column(r.t, db, `SELECT name FROM pragma_table_info('`+table+`')`)
		content := strings.Join(column(r.t, db, `SELECT CAST(`+strings.Join(columns, ` AS BLOB) || x'00' || CAST(`)+` AS BLOB) FROM `+table), "\n")
		for what, text := range r.texts {
			if strings.Contains(content, text) {
				if found[table] = true; !slices.Contains([]string{"messages", "sandbox_state"}, table) {
					r.t.Errorf("%s is in the table %s", what, table)
				}
			}
		}
	}
	if len(found) != 2 {
		r.t.Errorf("messages are in %v", slices.Collect(maps.Keys(found)))
	}
}

func column(t *testing.T, db *sql.DB, query string) (values []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var value []byte
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, string(value))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}
