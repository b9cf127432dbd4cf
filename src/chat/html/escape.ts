// Text of others within a page of HTML (pure). Owns what is escaped and removed, and which addresses may be
// links. Invariant: nothing that goes through here ends the element or the attribute that it stands in.

import { sanitiseLine, sanitiseModelText } from '../../text/sanitise.js';
import { textParts } from '../../text/text-parts.js';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** In UTF-16 units: escaped in well under a millisecond. */
const PART_LENGTH = 32 * 1024;
const MAX_SHOWN_HREF = 200;

/** For text and for values of attributes in double quotes. */
export const escapeHtml = (text: string): string =>
  sanitiseModelText(text).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');

export const escapeLine = (text: string): string => escapeHtml(sanitiseLine(text));

/** A text of any length. */
export function* escapeParts(text: string): Generator<string> {
  for (const part of textParts(text, PART_LENGTH)) yield escapeHtml(part);
}

/** The value of an attribute; undefined: it is not an address that a page may lead to. */
export function linkTarget(href: string): string | undefined {
  const address = sanitiseModelText(href).trim();
  return /^(?:https?:\/\/|mailto:)[^\s]+$/i.test(address) ? escapeHtml(address) : undefined;
}

/** An address that is not a link, as text; one with data in it is cut. */
export const shownHref = (href: string): string =>
  href.length > MAX_SHOWN_HREF ? `${escapeHtml(href.slice(0, MAX_SHOWN_HREF))}…` : escapeHtml(href);
