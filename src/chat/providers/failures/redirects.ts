// What is said of a model's server that redirects (pure): where to, and the address to set if that is right.
// No redirect is followed, even within the server. Why: fetch sends the conversation and every header but
// Authorization to the new place, and a provider's key may be in any header.

import type { ErrorEvent, FailureContext } from './failure-context.js';
import { addressOf, addressVariable, forUser, hostOf, providerOf, setAddress } from './failure-context.js';

export const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** from: the address of the request. */
export function describeRedirect(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  from: URL,
  context: FailureContext,
): ErrorEvent {
  const target = findTarget(headers.get('location'), from);
  if (target === undefined)
    return forUser(`${hostOf(context)} redirects without saying where to (${status}); ${checkIt(context)}`);
  const said = `${hostOf(context)} redirects to ${nameOf(target)} (${status}), and nothing was sent there`;
  const variable = addressVariable(context);
  if (variable === undefined) return forUser(`${said}; ${checkIt(context)}`);
  const base = baseFor(target, context);
  return base === context.baseUrl
    ? forUser(`${said}; ${checkIt(context)}`)
    : forUser(`${said}; if it is the right one, ${setAddress(variable, base)}`);
}

/** undefined: none, or not an HTTP one. */
function findTarget(location: string | null, from: URL): URL | undefined {
  if (location === null || !URL.canParse(location, from.href)) return undefined;
  const target = new URL(location, from.href);
  return /^https?:$/.test(target.protocol) ? target : undefined;
}

/** Without what may contain a secret. */
const nameOf = ({ origin, pathname }: URL): string => `${origin}${pathname}`.slice(0, 200);

/** The address whose requests would go there: ours with the target's server, if only that differs. */
function baseFor(target: URL, context: FailureContext): string {
  // Its variable names the server alone.
  if (providerOf(context) === 'ollama') return target.origin;
  const path = new URL(context.baseUrl).pathname.replace(/\/+$/, '');
  if (path === '' || target.pathname.startsWith(`${path}/`)) return `${target.origin}${path}`;
  return nameOf(target).replace(/\/(?:chat\/completions|messages)\/?$/, '');
}

function checkIt(context: FailureContext): string {
  const variable = addressVariable(context);
  return variable === undefined ? `check what listens at ${addressOf(context)}` : `check ${variable}`;
}
