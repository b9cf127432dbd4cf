import { describe, expect, it } from 'vitest';

import { LinkTable } from '../../src/text/link-table.js';

describe('the table of links', () => {
  it('gives one number to one link, and tells its target', () => {
    const links = new LinkTable();
    const number = links.numberOf('1.1', 'https://example.org/a');
    expect(links.numberOf('1.1', 'https://example.org/a')).toBe(number);
    expect(links.numberOf('2.1', 'https://example.org/a')).not.toBe(number);
    expect(links.find(number)).toMatchObject({ uri: 'https://example.org/a' });
    expect(links.find(0)).toBeUndefined();
  });

  it.each(['http://a', 'HTTPS://a', 'mailto:a@b', 'file:///etc/hosts'])('passes %s on', (uri) => {
    expect(new LinkTable().numberOf('1', uri)).toBeGreaterThan(0);
  });

  it.each([
    'javascript:alert(1)',
    'ssh://host',
    'x-man-page://ls',
    '',
    'https',
    ` https://a`,
    `https://${'a'.repeat(3000)}`,
  ])('passes %j on to nobody', (uri) => {
    expect(new LinkTable().numberOf('1', uri)).toBe(0);
  });

  it('strips control characters and writes what is not ASCII as bytes', () => {
    const links = new LinkTable();
    const uriOf = (uri: string) => links.find(links.numberOf(uri, uri))?.uri;
    expect(uriOf('https://a/\x1b\\b\u0007c\u009c\ud800d')).toBe('https://a/\\bcd');
    expect(uriOf('https://a/漢 x')).toBe('https://a/%E6%BC%A2%20x');
  });

  it('forgets what no cell holds, and never gives a held number to another link', () => {
    const links = new LinkTable();
    const held = links.numberOf('held', 'https://held');
    let at = 0;
    for (let sweep = 0; sweep < 5; sweep++) {
      while (!links.needsSweep) links.numberOf(`link ${at++}`, 'https://other');
      links.retain(new Set([held]));
      expect(links.find(held)?.uri).toBe('https://held');
      expect(links.numberOf('held', 'https://held')).toBe(held);
    }
    expect(links.needsSweep).toBe(false);
    expect(links.find(held + 1)).toBeUndefined();
  });
});
