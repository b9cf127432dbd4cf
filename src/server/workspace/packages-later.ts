// Loads the package that a running server needs later, so that an update of the installation does not take it
// away. All of qmux itself is in the bundle that the server has loaded. Left out are the packages of
// providers, which take tens of megabytes: where they are gone, it is said.

/** A first client is drawn long before this. */
const AFTER_START_MS = 2000;

/** Keeps no process alive. load: rejects where the package is gone, which is said where it is needed. */
export function loadPackagesLater(load: () => Promise<unknown>, onLoaded: () => void): void {
  setTimeout(() => {
    void load()
      .catch(() => undefined)
      .then(onLoaded);
  }, AFTER_START_MS).unref();
}
