import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { airFor } from '../../../src/chat/screen/chat-air.js';
import { renderConversation } from '../../../src/chat/screen/render.js';
import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import { createGrid, rowText } from '../../../src/text/cell-grid.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat, type ScriptedChat } from '../scripted-host.js';

const ENTER = '\r';
const MARKER = 'new since you were here';
/** Moments of switching and resizing; the design asks for 50 in one run. */
const MOMENTS = process.env['QMUX_TEST_LONG'] ? 500 : 50;

/** As a session does: seen when it is shown, and again when it is left. */
function visit(scripted: ScriptedChat): void {
  scripted.watch(true);
  scripted.chat.markSeen();
}
function leave(scripted: ScriptedChat): void {
  scripted.watch(false);
  scripted.chat.markSeen();
}

const answered = async (scripted: ScriptedChat): Promise<void> => {
  await waitUntil('the turn has ended', () => !scripted.chat.answering);
};

/** Scrollback and screen, without colours and without the spaces at the ends of rows. */
function allRows(scripted: ScriptedChat): string[] {
  const emulator = scripted.emulator();
  const grid = createGrid(emulator.rows, emulator.cols);
  for (let row = 0; row < grid.rows; row++) emulator.copyRow(row, grid.cols, grid, row, 0);
  return Array.from({ length: grid.rows }, (_, row) => rowText(grid, row).trim());
}

/** As a session does when a turn begins while somebody watches. */
const startWatched = async (question: string, piece: string): Promise<ScriptedChat> => {
  const scripted: ScriptedChat = startChat({
    host: {
      onEvent: ({ type }) => {
        if (type === 'turn-began') scripted.chat.markSeen(true);
        if (type === 'turn-ended') scripted.chat.markSeen();
      },
    },
  });
  visit(scripted);
  scripted.type(...question, ENTER);
  scripted.model.say(piece);
  await scripted.until(piece.trim());
  return scripted;
};

describe('after the server was killed', () => {
  it('the marker stands after what was watched of the answer', async () => {
    const killed = await startWatched('why', 'half an answer\n\n');
    const next = startChat({ records: killed.records });
    visit(next);
    await next.until('(cut)');
    const rows = allRows(next).filter((row) => row !== '');
    const at = rows.findIndex((row) => row.includes(MARKER));
    expect(rows.slice(at - 1, at + 2)).toEqual([
      'half an answer',
      expect.stringContaining(MARKER),
      expect.stringContaining('(cut)'),
    ]);
    leave(next);
    visit(next);
    await next.until('(cut)');
    expect(next.screen()).not.toContain(MARKER);
  });

  it('the marker stands there at a later start too, where nobody looked at the one before', async () => {
    const killed = await startWatched('why', 'half an answer\n\n');
    const unseen = startChat({ records: killed.records });
    const next = startChat({ records: unseen.records });
    visit(next);
    await next.until('(cut)');
    const rows = allRows(next).filter((row) => row !== '');
    expect(rows.findIndex((row) => row.includes(MARKER))).toBe(rows.indexOf('half an answer') + 1);
  });

  it('the marker stands before what came after the user had left, and nowhere after an answer watched to its end', async () => {
    const away = await startWatched('why', 'seen\n\n');
    leave(away);
    away.model.say('not seen\n\n');
    await waitUntil('it came', () =>
      away.records.some((record) => record.type === 'piece' && record.text.includes('not')),
    );
    const next = startChat({ records: away.records });
    visit(next);
    await next.until('not seen');
    const rows = allRows(next).filter((row) => row !== '');
    expect(rows.findIndex((row) => row.includes(MARKER))).toBe(rows.indexOf('seen') + 1);

    const whole = await startWatched('why', 'all of it');
    whole.model.end();
    await answered(whole);
    const after = startChat({ records: whole.records });
    visit(after);
    await after.until('all of it');
    expect(after.screen()).not.toContain(MARKER);
  });
});

describe('the marker where the user left off', () => {
  it('stands between what was seen and what came, and is gone at the next visit', async () => {
    const scripted = startChat();
    const { chat, model, type, until, screen } = scripted;
    visit(scripted);
    type('a', ENTER);
    model.say('seen answer');
    model.end();
    await until('seen answer');
    await answered(scripted);
    leave(scripted);
    chat.send('from outside');
    model.say('missed answer');
    model.end();
    await answered(scripted);
    visit(scripted);
    await until('missed answer');
    const rows = allRows(scripted);
    const at = rows.findIndex((row) => row.includes(MARKER));
    expect(rows.findIndex((row) => row.includes('seen answer'))).toBeLessThan(at);
    expect(rows.findIndex((row) => row.includes('from outside'))).toBe(at + 1);
    leave(scripted);
    visit(scripted);
    await until('missed answer');
    expect(screen()).not.toContain(MARKER);
  });

  it('stands amid an answer that was left while it streamed', async () => {
    const scripted = startChat();
    const { model, type, until } = scripted;
    visit(scripted);
    type('a', ENTER);
    model.say('first paragraph\n\n');
    await until('first paragraph');
    leave(scripted);
    model.say('second paragraph');
    model.end();
    await answered(scripted);
    visit(scripted);
    await until('second paragraph');
    const rows = allRows(scripted).filter((row) => row !== '');
    const at = rows.findIndex((row) => row.includes(MARKER));
    expect(rows[at - 1]).toContain('first paragraph');
    expect(rows[at + 1]).toContain('second paragraph');
  });

  it('stays away where nothing came, also under a question of the user', async () => {
    const scripted = startChat();
    const { model, type, until, screen } = scripted;
    visit(scripted);
    type('a', ENTER);
    model.say('whole answer');
    model.end();
    await until('whole answer');
    await answered(scripted);
    leave(scripted);
    visit(scripted);
    await until('whole answer');
    expect(screen()).not.toContain(MARKER);
    type('b', ENTER);
    await until('▎ b');
    leave(scripted);
    visit(scripted);
    await until('▎ b');
    expect(screen()).not.toContain(MARKER);
  });
});

/** The screen above the prompt equals the transcript drawn in one go, apart from the marker. */
function expectWhole(scripted: ScriptedChat): void {
  const { emulator, records } = scripted;
  const { cols } = emulator();
  const expected = renderConversation(reduceTranscript(records), cols - 2 * airFor(cols))
    .map((line) => line.replaceAll(new RegExp('\x1b\\[[0-9;:]*m', 'g'), '').trim())
    .filter((line) => line !== '');
  const shown = allRows(scripted).filter(
    (row) => row !== '' && row !== '>' && !row.includes(MARKER) && !row.startsWith('──'),
  );
  expect(shown.length).toBeGreaterThan(1);
  // A long run scrolls out at the top; the screen shows its end.
  expect(shown).toEqual(expected.length < emulator().rows / 2 ? expected : expected.slice(-shown.length));
}

describe('a chat switched to and resized at random moments', () => {
  it(`shows each line of the transcript once, ${MOMENTS} times`, async () => {
    const scripted = startChat({ rows: 200, cols: 60 });
    const { model, type, records, screen } = scripted;
    visit(scripted);
    type('q', ENTER);
    await waitUntil('the model was asked', () => model.requests.length === 1);
    const moments = fc.sample(
      fc.record({
        step: fc.constantFrom('leave', 'visit', 'resize'),
        cols: fc.integer({ min: 40, max: 90 }),
      }),
      { numRuns: MOMENTS, seed: 7 },
    );
    let watched = true;
    for (const [at, { step, cols }] of moments.entries()) {
      const word = `piece${at}.`;
      model.say(at % 3 === 0 ? `${word}\n\n` : `${word} `);
      await waitUntil(`${word} was appended`, () =>
        records.some((record) => record.type === 'piece' && record.text.includes(word)),
      );
      if (step === 'leave') leave(scripted);
      else if (step === 'visit') visit(scripted);
      else scripted.resize(200, cols);
      watched = step === 'resize' ? watched : step === 'visit';
      if (!watched) continue;
      await waitUntil(`${word} is on the screen`, () => screen().includes(word), { describe: screen });
      expectWhole(scripted);
    }
    model.end();
    await answered(scripted);
    leave(scripted);
    visit(scripted);
    const isDrawn = (): boolean => screen().includes(`piece${MOMENTS - 1}.`);
    await waitUntil('all is drawn', () => isDrawn() && !screen().includes('Esc interrupts'), {
      describe: screen,
    });
    expectWhole(scripted);
    const words = allRows(scripted).join(' ').split(/\s+/);
    for (const [at] of moments.entries())
      expect(words.filter((word) => word === `piece${at}.`).length).toBeLessThanOrEqual(1);
  });
});
