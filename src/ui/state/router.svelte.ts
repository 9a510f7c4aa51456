import { formatRoute, parseRoute, type Route } from '../routes.ts';

/** Follows and changes the part of the address after `#`. */
export class Router {
  route = $state.raw<Route>(parseRoute(location.hash));

  /** The person has been to another screen since the page was opened. */
  moved = false;

  constructor() {
    addEventListener('hashchange', () => this.#show(parseRoute(location.hash)));
  }

  /** Goes somewhere; the browser's back button leads back. */
  go(route: Route): void {
    location.hash = formatRoute(route);
  }

  /** Goes somewhere in place of where the person is now. */
  replace(route: Route): void {
    history.replaceState(null, '', formatRoute(route));
    this.#show(route);
  }

  #show(route: Route): void {
    this.moved = true;
    this.route = route;
  }
}
