const key = 'rackless-token';

/**
 * The token of this tab: from the fragment of the link that opened it, which no server and no log gets to see, or as
 * kept since. It is taken out of the address at once, so that it stands on no screen and in no bookmark.
 */
export function takeToken(): string {
  const given = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (given === undefined) return sessionStorage.getItem(key) ?? '';
  history.replaceState(null, '', location.pathname);
  keepToken(given);
  return given;
}

/** Keeps the token for this tab, until it is closed. */
export function keepToken(token: string): void {
  sessionStorage.setItem(key, token);
}
