// Words with typing errors.

/** A word that another may be meant as, and how many errors that would be. */
export interface Alike {
	word: string;
	distance: number;
}

/** How many words a search tries. */
const most = 4;

/**
 * The words that are nearest to one: an error in short words, two in long ones. A word that is still being typed is near to
 * those that go on from there.
 */
export function alike(word: string, known: string[]): Alike[] {
	const allowed = word.length < 8 ? 1 : 2;
	const found: (Alike & { rest: number })[] = [];
	const distance = distanceTo(word, allowed);
	for (const other of known) {
		if (other.length < word.length - allowed || (other[0] !== word[0] && other[1] !== word[1] && other[0] !== word[1])) {
			continue; // the start of a word is hardly ever all wrong
		}
		const errors = distance(other);
		if (errors <= allowed) {
			found.push({ word: other, distance: errors, rest: Math.abs(other.length - word.length) });
		}
	}
	found.sort((a, b) => a.distance - b.distance || a.rest - b.rest || (a.word < b.word ? -1 : 1));
	return found.slice(0, most);
}

/**
 * Counts what has to be added, left out, replaced or exchanged with its neighbour to make of a word the start of another. Beyond
 * what is allowed it only says that it is more.
 */
function distanceTo(word: string, allowed: number): (other: string) => number {
	const width = word.length + allowed + 1;
	let before2 = new Uint8Array(width + 1);
	let before = new Uint8Array(width + 1);
	let row = new Uint8Array(width + 1);
	return (other) => {
		const columns = Math.min(other.length, word.length + allowed);
		for (let j = 0; j <= columns; j++) {
			row[j] = j;
		}
		for (let i = 1; i <= word.length; i++) {
			[before2, before, row] = [before, row, before2];
			row[0] = i;
			let least = i;
			for (let j = 1; j <= columns; j++) {
				const same = word.charCodeAt(i - 1) === other.charCodeAt(j - 1);
				let cost = Math.min(before[j - 1]! + (same ? 0 : 1), before[j]! + 1, row[j - 1]! + 1);
				if (i > 1 && j > 1 && word.charCodeAt(i - 1) === other.charCodeAt(j - 2) && word.charCodeAt(i - 2) === other.charCodeAt(j - 1)) {
					cost = Math.min(cost, before2[j - 2]! + 1);
				}
				row[j] = cost;
				least = Math.min(least, cost);
			}
			if (least > allowed) {
				return least;
			}
		}
		// The start of the other that is nearest.
		let least = row[columns]!;
		for (let j = Math.max(columns - 2 * allowed, 0); j < columns; j++) {
			least = Math.min(least, row[j]!);
		}
		return least;
	};
}
