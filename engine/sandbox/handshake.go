package sandbox

import (
	"context"
	"errors"
	"fmt"

	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/util/keys"
	"google.golang.org/protobuf/proto"
)

// clientHello is what a finished handshake tells about the client.
type clientHello struct {
	noiseKey             [32]byte
	payload              *waWa6.ClientPayload
	fromClient, toClient counter
}

// respond plays the responder of Noise XX: ClientHello, ServerHello, ClientFinish.
func (c *conn) respond(ctx context.Context) (*clientHello, error) {
	prologue, err := c.prologue(ctx)
	if err != nil {
		return nil, err
	}
	n, err := newNoise(prologue)
	if err != nil {
		return nil, err
	}
	first, err := c.readHandshake(ctx)
	if err != nil {
		return nil, err
	}
	theirs := first.GetClientHello().GetEphemeral()
	if len(theirs) != 32 {
		return nil, errors.New("ClientHello has no ephemeral key")
	}
	n.mixHash(theirs)
	ours := keys.NewKeyPair()
	hello, err := c.net.serverHello(n, ours, theirs)
	if err != nil {
		return nil, err
	}
	if err := c.writeFrame(hello); err != nil {
		return nil, err
	}
	second, err := c.readHandshake(ctx)
	if err != nil {
		return nil, err
	}
	return finish(n, ours, second.GetClientFinish())
}

// prologue reads what stands before the first frame: "WA", protocol 6, version of the token dictionary.
// Apps may put routing information in front of it.
func (c *conn) prologue(ctx context.Context) ([]byte, error) {
	head, err := c.take(ctx, 4)
	if err != nil {
		return nil, err
	}
	if head[0] == 'E' && head[1] == 'D' {
		size, err := c.take(ctx, 3)
		if err != nil {
			return nil, err
		}
		if _, err := c.take(ctx, int(size[0])<<16|int(size[1])<<8|int(size[2])); err != nil {
			return nil, err
		}
		if head, err = c.take(ctx, 4); err != nil {
			return nil, err
		}
	}
	if head[0] != 'W' || head[1] != 'A' || head[2] != 6 {
		return nil, errPrologue
	}
	return head, nil
}

func (c *conn) readHandshake(ctx context.Context) (*waWa6.HandshakeMessage, error) {
	raw, err := c.readFrame(ctx)
	if err != nil {
		return nil, err
	}
	message := &waWa6.HandshakeMessage{}
	return message, proto.Unmarshal(raw, message)
}

func (n *Network) serverHello(state *noise, ours *keys.KeyPair, theirs []byte) ([]byte, error) {
	state.mixHash(ours.Pub[:])
	if err := state.mixDH(ours.Priv[:], theirs); err != nil {
		return nil, err
	}
	static := state.encrypt(n.static.Pub[:])
	if err := state.mixDH(n.static.Priv[:], theirs); err != nil {
		return nil, err
	}
	return proto.Marshal(&waWa6.HandshakeMessage{ServerHello: &waWa6.HandshakeMessage_ServerHello{
		Ephemeral: ours.Pub[:], Static: static, Payload: state.encrypt(n.certificates),
	}})
}

func finish(state *noise, ours *keys.KeyPair, message *waWa6.HandshakeMessage_ClientFinish) (*clientHello, error) {
	static, err := state.decrypt(message.GetStatic())
	if err != nil {
		return nil, fmt.Errorf("the client's static key: %w", err)
	}
	if len(static) != 32 {
		return nil, errors.New("the client's static key has the wrong length")
	}
	if err := state.mixDH(ours.Priv[:], static); err != nil {
		return nil, err
	}
	raw, err := state.decrypt(message.GetPayload())
	if err != nil {
		return nil, fmt.Errorf("the client's payload: %w", err)
	}
	hello := &clientHello{noiseKey: [32]byte(static), payload: &waWa6.ClientPayload{}}
	if err := proto.Unmarshal(raw, hello.payload); err != nil {
		return nil, fmt.Errorf("the client's payload: %w", err)
	}
	hello.fromClient, hello.toClient, err = state.split()
	return hello, err
}
