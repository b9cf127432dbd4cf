// Project files: what they may hold, where an error is, and that what is written is read again.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseProject } from '../../src/config/project/parse-project.js';
import {
  sessionsIn,
  type Project,
  type ProjectNode,
  type ProjectSession,
  type ProjectSplit,
} from '../../src/config/project/project.js';
import { spellProject } from '../../src/config/project/spell-project.js';

const problemsOf = (text: string): readonly string[] => parseProject(text, 'qmux.toml').problems;

/** Without the places, which another form of the same file has elsewhere. */
const withoutPlaces = (project: Project | undefined): unknown =>
  JSON.parse(JSON.stringify(project, (key, value: unknown) => (key === 'at' ? undefined : value)));

const EXAMPLE = `version = 1

[[tab]]
name = "web"
layout = {split = "right", ratio = [2, 1], panes = [
  {name = "server", command = ["npm", "run", "dev"], cwd = "web"},
  {split = "stacked", open = "review", panes = [
    {name = "watch", command = "make watch | tee log"},
    {name = "review", type = "review", model = "openai/x", draft = "look at\\nthis"},
  ]},
]}

[[tab]]
layout = {name = "helper", agent = "claude"}

[[background]]
name = "db"
command = ["postgres"]
`;

describe('parseProject', () => {
  it('reads tabs, splits, sessions and what runs in the background', () => {
    const { project, problems } = parseProject(EXAMPLE, 'qmux.toml');
    expect(problems).toEqual([]);
    expect(withoutPlaces(project)).toEqual({
      tabs: [
        {
          name: 'web',
          layout: {
            split: 'right',
            ratio: [2, 1],
            panes: [
              { name: 'server', command: ['npm', 'run', 'dev'], cwd: 'web' },
              {
                split: 'stacked',
                ratio: [1, 1],
                open: 'review',
                panes: [
                  { name: 'watch', command: 'make watch | tee log' },
                  { name: 'review', type: 'review', model: 'openai/x', draft: 'look at\nthis' },
                ],
              },
            ],
          },
        },
        { layout: { name: 'helper', agent: 'claude' } },
      ],
      background: [{ name: 'db', command: ['postgres'] }],
    });
  });

  it('says where a session of it is', () => {
    const { project, problemAt } = parseProject(EXAMPLE, 'qmux.toml');
    const [, helper] = project?.tabs ?? [];
    const at = (helper?.layout as ProjectSession | undefined)?.at ?? [];
    expect(problemAt([...at, 'agent'], 'no agent claude')).toBe(
      'qmux.toml:14:28: tab[2].layout.agent: no agent claude',
    );
  });

  it.each([
    ['', 'qmux.toml:1:1: version = 1 is missing'],
    ['version = 2', 'qmux.toml:1:1: version: expected 1, found 2'],
    [
      'version = 1\n[env]\nA = "1"',
      'qmux.toml:2:2: env: a project file holds tabs, splits and sessions, nothing else',
    ],
    [
      'version = 1\n[bindings]',
      'qmux.toml:2:2: bindings: a project file holds tabs, splits and sessions, nothing else',
    ],
    ['version = 1\ntabs = 1', 'qmux.toml:2:1: tabs: unknown setting; did you mean tab?'],
    ['version = 1\ntab = {}', 'qmux.toml:2:1: tab: expected [[tab]], found a table'],
    ['version = 1\n[[tab]]\n', 'qmux.toml:2:1: tab[1]: layout is missing; expected a tab as {name, layout}'],
    [
      'version = 1\n[[background]]\nname = "a"\n[[background]]\nname = "b"\nenv = {}',
      'qmux.toml:6:1: background[2].env: a project file holds tabs, splits and sessions, nothing else',
    ],
    [
      'version = 1\n[[tab]]\nlayout = {split = "left", panes = [{name = "a"}]}',
      'qmux.toml:3:11: tab[1].layout.split: expected "right", "below" or "stacked", found "left"',
    ],
    [
      'version = 1\n[[tab]]\nlayout = {split = "below", open = "a", panes = [{name = "a"}]}',
      'qmux.toml:3:28: tab[1].layout.open: only a split = "stacked" has an open pane',
    ],
    [
      'version = 1\n[[tab]]\nlayout = {split = "stacked", open = "b", panes = [{name = "a"}]}',
      'qmux.toml:3:30: tab[1].layout.open: no session of this stack is called "b"',
    ],
    [
      'version = 1\n[[tab]]\nlayout = {split = "stacked", open = "b", panes = [{name = "b", x = 1}]}',
      'qmux.toml:3:64: tab[1].layout.panes[1].x: unknown setting',
    ],
    [
      'version = 1\n[[tab]]\nlayout = {split = "stacked", ratio = [1], panes = [{name = "a"}]}',
      'qmux.toml:3:30: tab[1].layout.ratio: the panes of a stack have no ratio',
    ],
    [
      'version = 1\n[[tab]]\nlayout = {split = "right", panes = []}',
      'qmux.toml:3:28: tab[1].layout.panes: expected a list of panes, found none',
    ],
    [
      'version = 1\n[[tab]]\nlayout = {split = "right", ratio = [1], panes = [{name = "a"}, {name = "b"}]}',
      'qmux.toml:3:28: tab[1].layout.ratio: expected a number for each of the 2 panes, found 1',
    ],
    [
      'version = 1\n[[tab]]\nlayout = {split = "right", ratio = [0, 1], panes = [{name = "a"}, {name = "b"}]}',
      'qmux.toml:3:28: tab[1].layout.ratio: expected numbers above 0, found [0,1]',
    ],
    [
      'version = 1\n[[tab]]\nlayout = {split = "right", panes = [\n  {name = "a"},\n  3,\n]}',
      'qmux.toml:5:3: tab[1].layout.panes[2]: expected a session as {name, command} or {name, type, agent, model, draft}, found 3',
    ],
    [
      'version = 1\n[[tab]]\nlayout = {split = "right", panes = [\n  {name = "a"},\n  {name = "b", command = 3},\n]}',
      'qmux.toml:5:16: tab[1].layout.panes[2].command: expected the words of a command, or a text for sh -c, found 3',
    ],
    [
      'version = 1\n[[background]]\ncommand = ["a"]',
      'qmux.toml:2:1: background[1]: name is missing; expected a session as {name, command} or {name, type, agent, model, draft}',
    ],
    [
      'version = 1\n[[background]]\nname = "a"\ncommand = []',
      'qmux.toml:4:1: background[1].command: it has no first word, the program',
    ],
    [
      'version = 1\n[[background]]\nname = "a"\ncommand = ["x\\u0000"]',
      'qmux.toml:4:1: background[1].command: expected words, found ["x\\u0000"]',
    ],
    [
      'version = 1\n[[background]]\nname = "a"\ncommand = "x"\ndraft = "y"',
      'qmux.toml:5:1: background[1].draft: a program has no draft; leave out one of the two',
    ],
    [
      'version = 1\n[[background]]\nname = "a"\n[[background]]\nname = "A"',
      'qmux.toml:5:1: background[2].name: "A" is the name of two sessions',
    ],
    ['version = 1\n[[tab]\n', 'qmux.toml:2:7: not valid TOML: '],
  ])('refuses %j', (text, problem) => {
    const [first = '', ...more] = problemsOf(text);
    expect(first.slice(0, problem.length)).toBe(problem);
    expect(more).toEqual([]);
  });

  it('tells everything that is wrong, in the order of the file', () => {
    expect(problemsOf('x = 1\n[[tab]]\nlayout = {name = "a", y = 1}\n[[tab]]\nname = 1')).toHaveLength(5);
  });

  it('ends with the first 50 of them', () => {
    const many = Array.from({ length: 200 }, (_, at) => `{name = "s${at}", x = 1}`).join(', ');
    const problems = problemsOf(`version = 1\n[[tab]]\nlayout = {split = "right", panes = [${many}]}`);
    expect(problems).toHaveLength(51);
    expect(problems[49]).toContain('tab[1].layout.panes[50].x: unknown setting');
    expect(problems[50]).toBe('only the first 50 errors are listed');
    // However long the path of a key is.
    expect(problemsOf(`version = 1\nx.${'a.'.repeat(200)}b = 1`)).toEqual([
      'qmux.toml:2:1: x: unknown setting; known are version, tab, background',
    ]);
  });
});

const text = fc
  .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
  .map((each) => each.replaceAll('\0', ''));
const optional = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined });

/** Sessions get their names later: no two may have the same. */
const session = fc.oneof(
  fc.record({ command: fc.oneof(fc.array(text, { minLength: 1, maxLength: 3 }), text), cwd: optional(text) }),
  fc.record({ type: optional(text), agent: optional(text), model: optional(text), draft: optional(text) }),
);
const { node } = fc.letrec<{ node: object }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    session,
    fc
      .array(
        fc.tuple(
          tie('node'),
          fc.oneof(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.01, max: 99, noNaN: true })),
        ),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      .chain((panes) =>
        fc.record({
          split: fc.constantFrom('right', 'below', 'stacked'),
          ratio: fc.constant(panes.map(([, share]) => share)),
          panes: fc.constant(panes.map(([pane]) => pane)),
          hasOpen: fc.boolean(),
        }),
      ),
  ),
}));

let count = 0;
function named(value: object): ProjectNode {
  if ('panes' in value) {
    const { split, ratio, hasOpen, ...rest } = value as ProjectSplit & { hasOpen: boolean };
    const panes = rest.panes.map(named);
    if (split !== 'stacked') return { split, ratio, panes };
    const open = hasOpen ? panes.flatMap(sessionsIn).at(-1)?.name : undefined;
    return { split, ratio: ratio.map(() => 1), panes, ...(open === undefined ? {} : { open }) };
  }
  const fields = Object.entries(value).filter(([, each]) => each !== undefined && each !== '');
  const given = Object.fromEntries(fields) as Partial<ProjectSession>;
  const isEmpty = Array.isArray(given.command) && given.command[0] === '';
  return { ...given, ...(isEmpty ? { command: ['x'] } : {}), name: `s${count++}`, at: [] };
}

/** Shares are compared: a ratio may be written with other numbers. */
const inShares = (project: unknown): unknown =>
  JSON.parse(
    JSON.stringify(project, (key, value: unknown) => {
      if (key !== 'ratio') return value;
      const ratio = value as number[];
      const total = ratio.reduce((sum, share) => sum + share, 0);
      return ratio.map((share) => Math.round((share / total) * 1e6));
    }),
  );

describe('spellProject', () => {
  it('writes what is read again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: optional(text), layout: node }), { maxLength: 3 }),
        fc.array(session, { maxLength: 2 }),
        (tabs, background) => {
          const project: Project = {
            tabs: tabs.map(({ name, layout }) => ({
              name: name === '' ? undefined : name,
              layout: named(layout),
            })),
            background: background.map((each) => named(each) as ProjectSession),
          };
          const notes = new Map([['s0', ['a note\nof \x1b two lines']]]);
          const spelled = spellProject(project, { head: ['made'], notes });
          const parsed = parseProject(spelled, 'qmux.toml');
          expect(parsed.problems).toEqual([]);
          expect(inShares(withoutPlaces(parsed.project))).toEqual(inShares(withoutPlaces(project)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('writes a form that a person would', () => {
    const { project } = parseProject(EXAMPLE, 'qmux.toml');
    expect(spellProject(project as Project, { head: [] })).toBe(EXAMPLE);
  });
});
