package sandbox

import (
	"context"
	"errors"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// answerPeer makes the answers to what a linked device asks of its phone: for older messages of a chat, or for a message
// that it could not read. The caller holds the crypto lock.
func (p *Phone) answerPeer(ctx context.Context, in incoming, message *waE2E.Message) ([]peerLetter, error) {
	request := message.GetProtocolMessage().GetPeerDataOperationRequestMessage()
	if request == nil || in.category != "peer" || in.sender != p.account {
		return nil, nil
	}
	var answer *waE2E.ProtocolMessage
	var err error
	switch request.GetPeerDataOperationRequestType() {
	case waE2E.PeerDataOperationRequestType_HISTORY_SYNC_ON_DEMAND:
		answer, err = p.olderMessages(ctx, in.id, request.GetHistorySyncOnDemandRequest())
	case waE2E.PeerDataOperationRequestType_PLACEHOLDER_MESSAGE_RESEND:
		answer, err = p.messagesAgain(ctx, in.id, request.GetPlaceholderMessageResendRequest())
	}
	if answer == nil || err != nil {
		return nil, err
	}
	var d *device
	p.net.among(nil, func(*tx) { d = p.account.devices[in.from.Device] })
	if d == nil {
		return nil, nil
	}
	letter, err := p.sealPeer(&waE2E.Message{ProtocolMessage: answer}, d)
	return []peerLetter{letter}, err
}

// olderMessages gives the messages of a chat before one that the device has.
func (p *Phone) olderMessages(ctx context.Context, id string, q *waE2E.PeerDataOperationRequestMessage_HistorySyncOnDemandRequest) (*waE2E.ProtocolMessage, error) {
	jid, err := types.ParseJID(q.GetChatJID())
	if err != nil {
		return nil, nil // not a request that could be answered
	}
	c := &pastChat{key: p.net.canonical(jid), me: p.account.lid()}
	c.who = p.net.who(c.key)
	most, found, more := min(max(int(q.GetOnDemandMsgCount()), 1), historyMessages), false, false
	err = p.eachMessage(ctx, "", func(m Message) {
		switch {
		case found || m.chatKey() != c.key:
			return
		case m.ID == q.GetOldestMsgID():
			found = true
			return
		case len(c.messages) == most:
			c.messages, more = append(c.messages[:0], c.messages[1:]...), true
		}
		c.messages = append(c.messages, m)
	})
	if err != nil {
		return nil, err
	}
	if !found {
		c.messages, more = nil, false
	}
	settings, _, starred, err := p.settingsNow(ctx)
	if err != nil && !errors.Is(err, ErrAppState) {
		return nil, err
	}
	conversation := c.conversation(settings[c.key], starred)
	if more {
		conversation.EndOfHistoryTransferType = waHistorySync.Conversation_COMPLETE_ON_DEMAND_SYNC_BUT_MORE_MSG_REMAIN_ON_PRIMARY.Enum()
	}
	answer, err := p.announce(ctx, &waHistorySync.HistorySync{
		SyncType: waHistorySync.HistorySync_ON_DEMAND.Enum(), Conversations: []*waHistorySync.Conversation{conversation},
		ChunkOrder: proto.Uint32(1), Progress: proto.Uint32(100),
	})
	if err == nil {
		answer.HistorySyncNotification.PeerDataRequestSessionID = &id
	}
	return answer, err
}

// messagesAgain gives messages that the device lacks, as far as the phone has them.
func (p *Phone) messagesAgain(ctx context.Context, id string, wanted []*waE2E.PeerDataOperationRequestMessage_PlaceholderMessageResendRequest) (*waE2E.ProtocolMessage, error) {
	kind := waE2E.PeerDataOperationRequestType_PLACEHOLDER_MESSAGE_RESEND
	answer := &waE2E.PeerDataOperationRequestResponseMessage{PeerDataOperationRequestType: &kind, StanzaID: &id}
	for _, w := range wanted {
		m, err := p.find(ctx, w.GetMessageKey().GetID())
		if errors.Is(err, ErrNoMessage) {
			continue
		}
		if err != nil {
			return nil, err
		}
		content := m.past()
		if content == nil {
			continue
		}
		c := &pastChat{key: m.chatKey(), me: p.account.lid(), who: m.chat()}
		info, err := proto.Marshal(c.webMessage(&m, content, false))
		if err != nil {
			return nil, err
		}
		answer.PeerDataOperationResult = append(answer.PeerDataOperationResult, &waE2E.PeerDataOperationRequestResponseMessage_PeerDataOperationResult{
			PlaceholderMessageResendResponse: &waE2E.PeerDataOperationRequestResponseMessage_PeerDataOperationResult_PlaceholderMessageResendResponse{
				WebMessageInfoBytes: info,
			},
		})
	}
	return &waE2E.ProtocolMessage{
		Type:                                    waE2E.ProtocolMessage_PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE.Enum(),
		PeerDataOperationRequestResponseMessage: answer,
	}, nil
}

// tellPeer sends a letter to one of the phone's own devices. It may ask for it again.
func (p *Phone) tellPeer(t *tx, d *device, letter peerLetter) {
	p.sent.add(t, letter.sent, letter.content)
	t.deliver(d, node("message", attrs{
		"id": letter.sent.ID, "type": "text", "category": "peer", "from": p.account.pn(),
		"t": t.unix(), "notify": p.account.Name,
	}, letter.enc))
}
