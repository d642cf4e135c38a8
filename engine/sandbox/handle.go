package sandbox

// hear makes the change that a client's stanza asks for, and holds up no more of the network than it must.
func (n *Network) hear(c *conn, s *stanza) {
	if !n.hearShared(c, s) {
		n.update(func(t *tx) { t.handle(c, s) })
	}
}

// hearShared makes the change as a shared one, if its reach is known.
func (n *Network) hearShared(c *conn, s *stanza) bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if c.device == nil {
		return false
	}
	accounts, known := n.reach(c.device.owner, s)
	if known {
		n.sharing(accounts, func(t *tx) { t.handle(c, s) })
	}
	return known
}

// handle takes one stanza from a client.
func (t *tx) handle(c *conn, s *stanza) {
	if c.isClosing() || !answerable(s) {
		return
	}
	d := c.device
	if d == nil {
		if c.payload.GetDevicePairingData() != nil && s.Tag == "iq" {
			t.handleUnlinked(c, s)
		}
		return
	}
	if d.faults.mute {
		return
	}
	switch s.Tag {
	case "iq":
		t.handleIQ(c, s)
	case "message":
		t.handleMessage(c, s)
	case "receipt":
		t.handleReceipt(c, s)
	case "ack":
		t.confirm(&d.queue, attrText(*s, "class"), attrText(*s, "id"), attrText(*s, "type"), attrJID(*s, "to"))
		t.pump(d)
	case "call":
		t.handleCall(c, s)
	case "presence":
		t.handlePresence(c, s)
	case "chatstate":
		t.handleChatState(c, s)
	case "ib": // <unified_session>: nothing to answer
	default:
		t.log.Debug("a client has sent an unknown stanza", "tag", s.Tag)
	}
}

// answerable tells whether a stanza has what its answer must name.
func answerable(s *stanza) bool {
	switch s.Tag {
	case "iq":
		return attrText(*s, "id") != ""
	case "message", "receipt", "call":
		return attrText(*s, "id") != "" && !attrJID(*s, "to").IsEmpty()
	}
	return true
}

// handleUnlinked takes a request from a client that is not linked yet.
func (t *tx) handleUnlinked(c *conn, s *stanza) {
	switch kind := attrText(*s, "type"); {
	case kind == "result" || kind == "error":
		t.handlePairSign(c, s)
	case attrText(*s, "xmlns") == "md":
		t.handleLinkCode(c, s)
	case attrText(*s, "xmlns") == "w:p":
		t.send(c, iqResult(s))
	default:
		t.send(c, iqError(s, 401, "not-authorized"))
	}
}

// handleIQ answers a request. Every one gets an answer: the library waits 75 seconds for it, and with
// some of them it would not be connected before.
func (t *tx) handleIQ(c *conn, s *stanza) {
	if kind := attrText(*s, "type"); kind == "result" || kind == "error" {
		return // the network asks linked clients nothing
	}
	switch attrText(*s, "xmlns") {
	case "w:p", "urn:xmpp:whatsapp:dirty", "urn:xmpp:whatsapp:push":
		t.send(c, iqResult(s))
	case "passive":
		t.send(c, iqResult(s))
		if c.active = c.active && !has(s, "passive"); has(s, "active") {
			t.activate(c)
		}
	case "encrypt":
		t.handlePreKeys(c, s)
	case "usync":
		t.handleUsync(c, s)
	case "w:sync:app:state":
		t.handleAppState(c, s)
	case "privacy":
		t.handlePrivacy(c, s)
	case "disappearing_mode":
		t.handleTimer(c, s)
	case "blocklist":
		t.handleBlocklist(c, s)
	case "status":
		t.handleStatus(c, s)
	case "md":
		t.handleCompanion(c, s)
	case "w:m":
		t.send(c, iqResult(s, mediaServers()))
	case "w:g2":
		t.handleGroups(c, s)
	case "w:mex":
		t.handleMex(c, s)
	case "newsletter":
		t.handleNewsletter(c, s)
	case "tos":
		t.handleTerms(c, s)
	case "w:biz":
		t.handleBusiness(c, s)
	case "w:qr":
		t.handleLinks(c, s)
	case "bot": // there are none
		t.send(c, iqResult(s, node("bot", attrs{"v": "2"}, node("section", attrs{"type": "all", "name": "All"}))))
	case "w:profile:picture":
		t.handlePicture(c, s)
	default:
		t.log.Debug("a client has asked for something unknown", "xmlns", attrText(*s, "xmlns"))
		t.send(c, iqError(s, 501, "feature-not-implemented"))
	}
}

// handleCompanion lets a device log itself out.
func (t *tx) handleCompanion(c *conn, s *stanza) {
	if !has(s, "remove-companion-device") {
		t.send(c, iqError(s, 400, "bad-request"))
		return
	}
	t.unlink(c.device, iqResult(s))
}
