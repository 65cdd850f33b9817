// Who may subscribe themselves, in words.
const wholeRoles: Readonly<Record<string, string>> = {
  any: 'everybody',
  guests: 'guests',
  users: 'signed-in users',
  'users/verified': 'verified users',
  'users/unverified': 'unverified users',
}

const kinds: Readonly<Record<string, string>> = {
  label: 'label',
  member: 'membership',
  team: 'team',
  user: 'user',
}

/** `team:crew/admin` → "team crew as admin". */
export function roleWords(role: string): string {
  const whole = wholeRoles[role]
  if (whole) return whole
  const [, kind = '', id = '', part] = /^(\w+):([^/]+)(?:\/(.+))?$/.exec(role) ?? []
  const word = kinds[kind]
  if (!word) return role
  if (!part) return `${word} ${id}`
  return kind === 'team' ? `${word} ${id} as ${part}` : `${word} ${id}, ${part}`
}

const shown = 2

/** "Signed-in users", "Label vip and team crew", "Label vip, team crew and 3 more"; "Nobody". */
export function subscribeWords(roles: readonly string[]): string {
  if (roles.length === 0) return 'Nobody'
  const words = roles.slice(0, shown).map(roleWords)
  const rest = roles.length - shown
  const all = rest > 0 ? [...words, `${rest} more`] : words
  const text = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(all)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
