// Types of chats (pure): what a chat is for. Owns the built-in table and its merge with the config's. A type
// sets the colour of the title, the prefix of automatic names, the standing instruction and the default
// model.

export interface SessionType {
  name: string;
  aliases: readonly string[];
  /** 0xRRGGBB; distinguishable on dark and light backgrounds, so of middle lightness throughout. */
  colour: number;
  /** Before automatic names: `debug-login-fails`. Empty: none. */
  prefix: string;
  /** Standing instruction to the model; undefined: none. */
  instruction: string | undefined;
  model: string | undefined;
  /** Who answers; undefined: a model. */
  agent: string | undefined;
}

export const PROGRAM_TYPE = 'program';
const PROGRAM_COLOUR = 0x8a9ba8;

const builtIn = (
  name: string,
  colour: number,
  instruction: string | undefined,
  aliases: readonly string[] = [],
): SessionType => ({
  name,
  aliases,
  colour,
  prefix: name === 'chat' ? '' : name,
  instruction,
  model: undefined,
  agent: undefined,
});

export const BUILT_IN_TYPES: readonly SessionType[] = [
  builtIn('chat', 0x5fafd7, undefined),
  builtIn(
    'debug',
    0xd75f5f,
    'Help find the cause of a fault. Ask for evidence before you guess, name the most likely causes first, and say how to confirm each.',
  ),
  builtIn(
    'planning',
    0xaf87d7,
    'Help with planning. Clarify the goal and the constraints, then lay out steps in an order that can be followed, with the risks of each.',
    ['plan'],
  ),
  builtIn(
    'development',
    0x5faf5f,
    'Help write software. Prefer small, complete and tested changes, and show code that can be used as it is.',
    ['dev'],
  ),
  builtIn(
    'review',
    0xd7af5f,
    'Review what is shown. Name the faults, the most serious first, each with its place and a fix; say plainly when nothing is wrong.',
    ['code-review'],
  ),
  builtIn(
    'feature',
    0x5fafaf,
    'Help build a new feature, from what its user needs to the code and its tests.',
  ),
  builtIn(
    'hotfix',
    0xff875f,
    'Help with an urgent fix: the smallest safe change first, then how to verify it and how to undo it.',
  ),
  builtIn(
    'refactor',
    0x87afd7,
    'Help restructure code without changing its behaviour, in steps that can each be checked.',
  ),
  builtIn(
    'experiment',
    0xd787af,
    'Explore ideas freely, say what is uncertain, and propose quick ways to try things out.',
  ),
];

/**
 * Whether `/new NAME` could mean it: the rules for session names, so that it can also be the prefix of one.
 */
export const isTypeName = (name: string): boolean =>
  /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}\-_.]{0,31}$/u.test(name) && !/^\p{N}+$/u.test(name);

/** What the config may set for a type, by its name or alias; a new name makes a new type. */
export interface TypeOverride {
  prefix?: string | undefined;
  colour?: number | undefined;
  instruction?: string | undefined;
  model?: string | undefined;
  agent?: string | undefined;
}

export function mergeTypes(overrides: Readonly<Record<string, TypeOverride>>): SessionType[] {
  const types = BUILT_IN_TYPES.map((type) => ({ ...type }));
  const byWord = new Map(types.flatMap((type) => wordsOf(type).map((word) => [word, type])));
  for (const [name, override] of Object.entries(overrides)) {
    // Programs have a type of their own; and what no line can name is reported by the config's check.
    if (name.toLowerCase() === PROGRAM_TYPE || !isTypeName(name)) continue;
    let type = byWord.get(name.toLowerCase());
    if (!type) {
      type = builtIn(name, 0x9e9e9e, undefined);
      types.push(type);
      byWord.set(name.toLowerCase(), type);
    }
    if (override.prefix !== undefined) type.prefix = override.prefix;
    if (override.colour !== undefined) type.colour = override.colour;
    if (override.instruction !== undefined) type.instruction = override.instruction;
    if (override.model !== undefined) type.model = override.model;
    if (override.agent !== undefined) type.agent = override.agent;
  }
  return types;
}

const wordsOf = ({ name, aliases }: SessionType): string[] => [name.toLowerCase(), ...aliases];

/** By name or alias, without regard to case. */
export function findType(types: readonly SessionType[], word: string): SessionType | undefined {
  const lower = word.toLowerCase();
  return types.find(({ name, aliases }) => name.toLowerCase() === lower || aliases.includes(lower));
}

export function typeColour(types: readonly SessionType[], name: string): number {
  return name === PROGRAM_TYPE ? PROGRAM_COLOUR : (findType(types, name)?.colour ?? 0x9e9e9e);
}
