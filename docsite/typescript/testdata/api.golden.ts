// Types of Ty pes, version 1.0.

/**
 * An animal.
 *
 * With a *\/ in it.
 */
export interface Pet {
	readonly id?: string;
	/** What it is called. */
	name: string;
	/** @deprecated */
	age?: number | null;
	kind?: kindOfPet;
	parent?: Pet;
	owner?: Person | null;
	"odd-name's"?: (string | number)[];
	any?: unknown;
	none?: never;
	map?: { [name: string]: boolean };
	free?: Record<string, unknown>;
	pair?: [string, number];
	const?: 1;
	text?: string;
	nested?: {
		deep?: {
			x: number;
		};
	};
}

export type kindOfPet = "cat" | "do\"g" | null;

export interface Person {
	name: string;
	age?: number;
}

export interface Named {
	name: string;
}

export type Either = Pet | Person;

export type Mixed = {
	a?: string;
} & ({
	b?: string;
} | {
	c?: string;
});

/**
 * An animal.
 *
 * With a *\/ in it.
 */
export type Alias = Pet;

export type Tree = Tree[];

export type Loop = string | Loop[];

export type Open = {
	a?: string;
} & Record<string, unknown>;

export type string_ = string;

export type kindOfPet2 = boolean;

export type _1st = number;

export type 日本 = string;

export type _ = string;

export type Operations2 = string;

export interface Seen {
	one?: {
		a?: string;
	};
}

export interface Operations {
	/**
	 * Replace a pet
	 *
	 * @deprecated
	 */
	"pets.put": {
		method: "PUT";
		path: "/pets/{id}";
		parameters: {
			path: { id: string };
			query?: { tags?: ("a" | "b")[] };
			header?: { "X-Trace"?: number };
		};
		body: {
			"application/json": Pet;
			"multipart/form-data": {
				photo?: Blob;
			};
		};
		responses: {
			"200": {
				"application/json": Pet[];
			};
			"204": {};
			"4XX": {
				"text/plain": unknown;
			};
		};
	};
}
