// Follows a redirect of a model's server, or refuses it. Owns which ones are followed: to the same scheme,
// host and port, a few times. Why: a conversation and its key must go only to the server that the user named,
// but fetch itself would send the conversation anywhere, with every header but Authorization.

import type { FailureContext } from './failure-context.js';
import { addressOf, addressVariable, forUser, hostOf } from './failure-context.js';
import { WireFault } from './provider-failure.js';

const REDIRECTS: ReadonlySet<number> = new Set([300, 301, 302, 303, 305, 307, 308]);
/** A path without its slash, a version, a region: more redirects are a loop. */
const MAX_REDIRECTS = 5;

/**
 * A fetch that never leaves the server it was given. Rejects with a WireFault that names where it was sent.
 */
export const withinServer =
  (fetch: typeof globalThis.fetch, context: FailureContext): typeof globalThis.fetch =>
  async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : input);
    let request: RequestInit = { ...init, redirect: 'manual' };
    for (let followed = 0; ; followed++) {
      const response = await fetch(url, request);
      const { status } = response;
      if (status < 300 || status >= 400) return response;
      await response.body?.cancel();
      const target = findTarget(response, url);
      if (!REDIRECTS.has(status) || target === undefined)
        throw new WireFault(
          forUser(`${hostOf(context)} redirects without saying where to (${status}); ${checkIt(context)}`),
        );
      if (target.origin !== url.origin) throw new WireFault(refuse(status, target, context));
      if (followed === MAX_REDIRECTS)
        throw new WireFault(
          forUser(
            `${hostOf(context)} redirects in a circle (${status}, ${nameOf(target)}); ${checkIt(context)}`,
          ),
        );
      url = target;
      // By definition it leads to the answer of an accepted question; the others want the same question
      // again.
      if (status === 303) request = withoutBody(request);
    }
  };

/** undefined: none, or not an HTTP one. */
function findTarget(response: Response, from: URL): URL | undefined {
  const location = response.headers.get('location');
  if (location === null || !URL.canParse(location, from.href)) return undefined;
  const target = new URL(location, from.href);
  return /^https?:$/.test(target.protocol) ? target : undefined;
}

function refuse(status: number, target: URL, context: FailureContext): ReturnType<typeof forUser> {
  const variable = addressVariable(context);
  const said = `${hostOf(context)} redirects to another server, ${nameOf(target)} (${status}), and nothing was sent there`;
  if (variable === undefined) return forUser(`${said}; ${checkIt(context)}`);
  return forUser(`${said}; if it is the right one, set ${variable}=${baseFor(target, context)}`);
}

/** Without what may contain a secret. */
const nameOf = ({ origin, pathname }: URL): string => `${origin}${pathname}`.slice(0, 200);

/** The address whose requests would go there: ours with the target's server, if only that differs. */
function baseFor(target: URL, context: FailureContext): string {
  const path = new URL(context.baseUrl).pathname.replace(/\/+$/, '');
  if (path === '' || target.pathname.startsWith(`${path}/`)) return `${target.origin}${path}`;
  return nameOf(target).replace(/\/(?:chat\/completions|messages)\/?$/, '');
}

function checkIt(context: FailureContext): string {
  const variable = addressVariable(context);
  return variable === undefined ? `check what listens at ${addressOf(context)}` : `check ${variable}`;
}

function withoutBody({ body: _body, ...request }: RequestInit): RequestInit {
  const headers = new Headers(request.headers);
  headers.delete('content-type');
  headers.delete('content-length');
  return { ...request, method: 'GET', headers };
}
