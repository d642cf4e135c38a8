package whatsapp

import (
	"context"
	"encoding/base64"
	"errors"

	"go.mau.fi/whatsmeow"

	"wpengine/engine/api"
)

const (
	// maxDownload is the size of the largest file that an answer can hold.
	maxDownload = 32 << 20
	// parallelDownloads is how many files are in memory at the same time.
	parallelDownloads = 4
)

// DownloadMedia implements api.WhatsappService.
func (m *Messages) DownloadMedia(ctx context.Context, req *api.DownloadMediaRequest) (*api.DownloadMediaResponse, error) {
	cl, row, err := m.find(ctx, req.ClientID, req.JID, req.MessageID)
	if err != nil {
		return nil, err
	}
	if row.Revoked {
		return nil, api.Errorf(api.CodeMediaUnavailable, "Message %s was taken back by its sender, and its file with it.", row.ID)
	}
	content, _ := decoded(row)
	file := contentOf(content)
	if file.file == nil {
		return nil, api.Invalid("/messageId", "names a message without a file")
	}
	if size := file.media.Size; size != nil && *size > maxDownload {
		return nil, tooLarge()
	}
	bounded, cancel := context.WithTimeout(ctx, m.clients.timing.send)
	defer cancel()
	r, err := cl.ready(bounded)
	if err != nil {
		return nil, err
	}
	select {
	case m.clients.downloads <- struct{}{}:
		defer func() { <-m.clients.downloads }()
	case <-bounded.Done():
		return nil, apiError(bounded.Err())
	}
	data, err := r.wa.Download(bounded, file.file)
	if isGone(err) {
		data, err = r.fetchAgain(bounded, row, file.file, err)
	}
	if err != nil {
		return nil, downloadError(err)
	}
	if len(data) > maxDownload {
		return nil, tooLarge()
	}
	return &api.DownloadMediaResponse{
		Mimetype: file.media.Mimetype, FileName: file.media.FileName, Data: base64.StdEncoding.EncodeToString(data),
	}, nil
}

// isGone tells whether WhatsApp's servers don't have a file any more.
func isGone(err error) bool {
	return errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith403) || errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith404) ||
		errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith410)
}

func tooLarge() *api.Error {
	return api.Errorf(api.CodeMediaUnavailable, "The file is larger than %d MiB, more than an answer can hold.", maxDownload>>20)
}

// downloadError says why a file can't be had.
func downloadError(err error) error {
	var status whatsmeow.DownloadHTTPError
	switch {
	case isGone(err), errors.Is(err, whatsmeow.ErrMediaNotAvailableOnPhone):
		return api.Errorf(api.CodeMediaUnavailable, "WhatsApp's servers no longer have the file, and the phone does not upload it again. Ask its sender for it.").Because(err)
	case errors.Is(err, whatsmeow.ErrNoURLPresent):
		return api.Errorf(api.CodeMediaUnavailable, "The message came without its file, as one to be viewed once does.").Because(err)
	case errors.Is(err, whatsmeow.ErrInvalidMediaHMAC), errors.Is(err, whatsmeow.ErrInvalidMediaEncSHA256),
		errors.Is(err, whatsmeow.ErrInvalidMediaSHA256), errors.Is(err, whatsmeow.ErrTooShortFile):
		return api.Errorf(api.CodeMediaUnavailable, "The file is not the one that was sent: its checksum is another.").Because(err)
	case errors.Is(err, errLargeFile):
		return tooLarge().Because(err)
	case errors.As(err, &status):
		return api.Errorf(api.CodeWhatsappError, "WhatsApp's servers answered with HTTP status %d when asked for the file. Try again later.", status.StatusCode).Because(err)
	}
	return apiError(err)
}
