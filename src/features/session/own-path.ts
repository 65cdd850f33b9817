/** Whether an address given in a link stays on this console: `//elsewhere` and `/\elsewhere` do not. */
export function isOwnPath(path: string): boolean {
  const here = 'http://here.invalid'
  return path.startsWith('/') && URL.canParse(path, here) && new URL(path, here).origin === here
}
