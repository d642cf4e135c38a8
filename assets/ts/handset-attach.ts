// The dialog that sends a file: as what, and with which words.
import { element } from "./element";
import { dialog, field, form, input, select } from "./dialog";
import { size } from "./handset-message";

/** A message of the API that has a file. */
export type FileMessage = Record<string, { data: string; mimetype?: string; fileName?: string; caption?: string; ptt?: boolean }>;

function kinds(type: string): [string, string][] {
	const document: [string, string] = ["document", "Document"];
	switch (type.split("/")[0]) {
		case "image":
			return type === "image/webp" ? [["image", "Photo"], ["sticker", "Sticker"], document] : [["image", "Photo"], document];
		case "video":
			return [["video", "Video"], document];
		case "audio":
			return [["voice", "Voice message"], ["audio", "Audio"], document];
	}
	return [document];
}

/** Shows the file, and calls send with the message to send. */
export function attach(file: File, send: (message: FileMessage) => Promise<unknown>): void {
	const kind = select(kinds(file.type), kinds(file.type)[0]![0]);
	const caption = input("text", "", { maxLength: 4096 });
	const words = field("Caption", caption);
	const show = () => {
		words.hidden = !["image", "video", "document"].includes(kind.value);
	};
	kind.addEventListener("change", show);
	show();
	const box = dialog(
		"Send a file",
		form(
			"Send",
			async () => {
				const voice = kind.value === "voice";
				const sent = kind.value === "image" ? await smaller(file) : file;
				await send({
					[voice ? "audio" : kind.value]: {
						data: await base64(sent),
						...(sent.type && { mimetype: sent.type }),
						...(kind.value === "document" && { fileName: file.name }),
						...(!words.hidden && caption.value && { caption: caption.value }),
						...(voice && { ptt: true }),
					},
				});
				box.close();
			},
			element("p", "", file.name, element("span", "hint", ` ${size(file.size)}`)),
			field("Send as", kind),
			words,
		),
	);
	(words.hidden ? kind : caption).focus();
}

/** The largest photo that is sent as it is, and how long the longer side of others becomes. */
const large = 600_000;
const side = 1600;

/** Makes a large photo smaller, as WhatsApp does. What can't be read as one stays as it is. */
async function smaller(file: Blob): Promise<Blob> {
	if (file.size <= large) {
		return file;
	}
	try {
		const photo = await createImageBitmap(file);
		const scale = Math.min(1, side / Math.max(photo.width, photo.height));
		const canvas = new OffscreenCanvas(Math.round(photo.width * scale), Math.round(photo.height * scale));
		canvas.getContext("2d")!.drawImage(photo, 0, 0, canvas.width, canvas.height);
		photo.close();
		return await canvas.convertToBlob({ type: "image/jpeg", quality: 0.82 });
	} catch {
		return file;
	}
}

function base64(file: Blob): Promise<string> {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.addEventListener("load", () => resolve((reader.result as string).replace(/^[^,]*,/, "")));
		reader.addEventListener("error", () => reject(new Error("The file can't be read.")));
		reader.readAsDataURL(file);
	});
}
