import { describe, expect, it } from 'vitest';

import { AgentSigns, isAgent } from '../../src/session/program/agent-signs.js';

/** Signs of an agent that showed its cursor from 0 to 2000 and got an Enter then. */
function entered(): AgentSigns {
  const signs = new AgentSigns();
  signs.printed(0, true);
  signs.printed(1500, true);
  signs.entered(2000);
  return signs;
}

describe('an agent', () => {
  it.each<[string[], boolean]>([
    [['opencode'], true],
    [['/usr/local/bin/copilot', '--banner'], true],
    [['npx', 'opencode'], true],
    [['node', '/opt/pi.js'], true],
    [['qwen-code'], true],
    [['bash'], false],
    [['sh', '-c', 'opencode'], false],
    [['vim', 'notes', 'pi'], false],
    [['vim', 'pi'], false],
    [['git', 'gemini'], false],
    [['pip'], false],
    [[], false],
  ])('runs in a pane of %j: %s', (command, expected) => {
    expect(isAgent(command)).toBe(expected);
  });
});

describe('work', () => {
  it('is output within a second after an Enter, and what follows closely', () => {
    const signs = entered();
    expect(signs.look(2000)).toBe('rests');
    signs.printed(2900, true);
    signs.printed(4000, true);
    signs.printed(5400, true);
    expect([signs.look(5400), signs.changesIn(5400)]).toEqual(['works', 1500]);
    expect([signs.look(6900), signs.changesIn(6900)]).toEqual(['rests', undefined]);
  });

  it('is over sooner with an agent that draws all the time', () => {
    const signs = entered();
    for (let now = 2100; now < 4100; now += 100) signs.printed(now, true);
    expect([signs.look(4599), signs.changesIn(4000)]).toEqual(['works', 600]);
    expect(signs.look(4600)).toBe('rests');
  });

  it('is given as much longer a silence as the agent has been seen to make', () => {
    const signs = entered();
    for (let now = 2100; now < 8000; now += 300) signs.printed(now, true);
    expect([signs.changesIn(7800), signs.look(8999), signs.look(9000)]).toEqual([1200, 'works', 'rests']);
    signs.entered(10_000);
    signs.printed(10_100, true);
    expect(signs.changesIn(10_100)).toBe(1500);
  });

  it('goes on when a question is over, whatever key answered it', () => {
    const signs = entered();
    signs.printed(2100, false);
    expect(signs.look(10_000)).toBe('asks');
    signs.printed(10_000, true);
    signs.printed(11_000, true);
    expect([signs.look(12_400), signs.look(12_500)]).toEqual(['works', 'rests']);
  });

  it('is not what comes later, nor what comes without an Enter', () => {
    const signs = entered();
    signs.printed(3100, true);
    expect(signs.look(3100)).toBe('rests');
    const idle = new AgentSigns();
    idle.printed(0, true);
    expect([idle.look(0), idle.changesIn(0)]).toEqual(['rests', undefined]);
  });
});

describe('a hidden cursor', () => {
  it('is a question after half a second, until it is shown', () => {
    const signs = entered();
    signs.printed(2100, false);
    expect([signs.look(2100), signs.changesIn(2100)]).toEqual(['works', 500]);
    expect(signs.look(2599)).toBe('works');
    expect(signs.look(2600)).toBe('asks');
    signs.printed(60_000, false);
    expect(signs.look(60_000)).toBe('asks');
    signs.printed(61_000, true);
    expect(signs.look(61_000)).toBe('works');
    expect(signs.look(62_500)).toBe('rests');
  });

  it('is none of an agent that never showed it for a second, or is still starting', () => {
    const never = new AgentSigns();
    never.printed(0, false);
    never.entered(100);
    never.printed(200, true);
    never.printed(900, false);
    expect(never.look(5000)).toBe('rests');
    const starting = new AgentSigns();
    starting.printed(0, true);
    starting.printed(3000, false);
    expect([starting.look(9000), starting.changesIn(3000)]).toEqual(['rests', undefined]);
  });

  it('is none where it only blinks while the agent draws', () => {
    const signs = entered();
    for (let now = 2100; now < 5000; now += 100) signs.printed(now, now % 200 === 0);
    expect(signs.look(5000)).toBe('works');
  });
});
