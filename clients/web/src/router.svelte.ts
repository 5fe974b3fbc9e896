// Addresses and the screens they lead to, on the browser's own history.
import type { Component } from 'svelte';

export type Params = Record<string, string>;
export type Screen = { default: Component<{ params: Params }> };

export interface Route {
  path: string; // "/:year/uppdrag/:unit"
  load: () => Promise<unknown>;
  fits?: (params: Params) => boolean; // where not every address of the form is a page
}

interface Place {
  path: string;
  params: Params;
  screen: Component<{ params: Params }> | undefined; // undefined: there is no such page
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

// The parameters of `path` where it is of the pattern's form.
export function match(pattern: string, path: string): Params | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Params = {};
  for (const [i, segment] of wanted.entries()) {
    const value = segment.startsWith(':') ? decoded(given[i]!) : given[i]!;
    if (value === undefined) return undefined;
    if (segment.startsWith(':')) params[segment.slice(1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}

class Router {
  place = $state.raw<Place | undefined>();
  failed = $state(false); // a screen could not be fetched
  moves = $state(0);
  #routes: Route[] = [];

  start(routes: Route[]): void {
    this.#routes = routes;
    addEventListener('popstate', () => void this.#show());
    document.addEventListener('click', (event) => this.#click(event));
    void this.#show();
  }

  go(path: string, options: { replace?: boolean } = {}): void {
    if (options.replace) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    void this.#show().then(() => scrollTo(0, 0));
  }

  // Links of the page itself change the screen without a new page.
  #click(event: MouseEvent): void {
    const link = (event.target as Element).closest?.('a');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (!this.#find(link.pathname) || (link.hash && link.pathname === location.pathname)) return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  }

  #find(path: string): { route: Route; params: Params } | undefined {
    for (const route of this.#routes) {
      const params = match(route.path, path);
      if (params && (route.fits?.(params) ?? true)) return { route, params };
    }
    return undefined;
  }

  async #show(): Promise<void> {
    const path = location.pathname;
    const found = this.#find(path);
    try {
      const screen = found && ((await found.route.load()) as Screen).default;
      if (path !== location.pathname) return;
      this.failed = false;
      this.place = { path, params: found?.params ?? {}, screen };
      this.moves += 1;
    } catch {
      this.failed = true;
    }
  }
}

export const router = new Router();
