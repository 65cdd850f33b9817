// What is said to whoever starts the server and then wants to see it.
import { hostname, userInfo } from 'node:os'
import type { Config } from './config.ts'

/** `user` may throw: a container may run under a number to which no name belongs. */
type Machine = { readonly user: () => string; readonly host: () => string }

const thisMachine: Machine = { user: () => userInfo().username, host: hostname }

/** `token`: opens the set-up, as long as there is no administrator. */
export function whereToGo(
  config: Pick<Config, 'publicUrl' | 'host' | 'port' | 'hasDisplay'>,
  token: string | undefined,
  machine: Machine = thisMachine,
): string[] {
  if (token === undefined) return [`  Open ${config.publicUrl}`]
  const link = [
    '  Open this link to name the first administrator; it works once:',
    '',
    `  ${config.publicUrl}/set-up#${token}`,
  ]
  const isOutOfReach = !config.hasDisplay && config.host === '127.0.0.1'
  return isOutOfReach
    ? [...link, '', '  From another machine, first:', `  ${tunnel(config.port, machine)}`]
    : link
}

function tunnel(port: number, machine: Machine): string {
  return `ssh -L ${port}:127.0.0.1:${port} ${login(machine)}`
}

function login({ user, host }: Machine): string {
  try {
    return `${user()}@${host()}`
  } catch {
    return host()
  }
}
