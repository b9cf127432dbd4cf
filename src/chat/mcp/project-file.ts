// The .mcp.json of a directory: read, and whether the user lets its servers start. Owns that this is asked
// for each content of each file, and where the answers are kept. Leaves asking to chat-servers.ts.

import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { writeWhole } from '../../files/durable-file.js';
import { readRegularFile, UnreadableFile } from '../../files/read-file.js';
import { ensureDirectory } from '../../paths/paths.js';
import { asFields, asText } from '../agents/wire-fields.js';

const MAX_BYTES = 1024 * 1024;

export interface ProjectFile {
  path: string;
  text: string;
  /** Of its content. */
  digest: string;
}

/** undefined: there is none. Rejects with an UnreadableFile. directory: a real path. */
export async function readProjectFile(directory: string): Promise<ProjectFile | undefined> {
  const path = join(directory, '.mcp.json');
  const bytes = await readRegularFile(path, { maxBytes: MAX_BYTES });
  if (!bytes) return undefined;
  return { path, text: bytes.toString('utf8'), digest: createHash('sha256').update(bytes).digest('hex') };
}

export type FileDecision = 'allowed' | 'never';

/** What was answered, in a file of its own: by the path, for the content that was shown. */
export class FileDecisions {
  #known: Promise<Map<string, { digest: string; decision: FileDecision }>> | undefined;

  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async find({ path, digest }: ProjectFile): Promise<FileDecision | undefined> {
    const known = (await this.#load()).get(path);
    return known?.digest === digest ? known.decision : undefined;
  }

  /** Rejects when the disk refuses; it holds for this process all the same. */
  async keep({ path, digest }: ProjectFile, decision: FileDecision): Promise<void> {
    // Another process may have kept one meanwhile.
    const known = new Map([...(await this.#load()), ...(await this.#read())]);
    known.set(path, { digest, decision });
    this.#known = Promise.resolve(known);
    ensureDirectory(dirname(this.#file));
    await writeWhole(this.#file, `${JSON.stringify(Object.fromEntries(known), undefined, 2)}\n`);
  }

  #load(): Promise<Map<string, { digest: string; decision: FileDecision }>> {
    return (this.#known ??= this.#read());
  }

  /** What cannot be read is asked again. */
  async #read(): Promise<Map<string, { digest: string; decision: FileDecision }>> {
    try {
      const bytes = await readRegularFile(this.#file, { maxBytes: MAX_BYTES });
      const entries = Object.entries(asFields(JSON.parse(bytes?.toString('utf8') ?? '{}')) ?? {});
      return new Map(
        entries.flatMap(([path, value]) => {
          const { digest, decision } = asFields(value) ?? {};
          const isDecision = decision === 'allowed' || decision === 'never';
          return isDecision && asText(digest) !== undefined
            ? [[path, { digest: String(digest), decision }]]
            : [];
        }),
      );
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof UnreadableFile) return new Map();
      throw error;
    }
  }
}
