// Runs before every test file: a temporary home, no probing of local models, and a guard that refuses
// the real home.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** The path of a socket has room for about a hundred bytes, and those of tests lie some directories deeper. */
const LONGEST_TMPDIR = 40;
if (tmpdir().length > LONGEST_TMPDIR) process.env['TMPDIR'] = '/tmp';

const home = mkdtempSync(join(tmpdir(), 'qmux-test-'));
process.env['QMUX_HOME'] = home;
process.env['QMUX_PROBE'] = '0';
for (const name of [
  'QMUX',
  'QMUX_SESSION',
  'QMUX_MODEL',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'ANTHROPIC_API_KEY',
  'GEMINI_API_KEY',
  'GOOGLE_GENERATIVE_AI_API_KEY',
  'AWS_BEARER_TOKEN_BEDROCK',
  'OLLAMA_HOST',
  'TMUX',
  'NO_COLOR',
]) {
  delete process.env[name];
}

afterAll(() => {
  if (!home.startsWith(tmpdir())) throw new Error(`refusing to remove ${home}: not a temporary directory`);
  rmSync(home, { recursive: true, force: true });
});
