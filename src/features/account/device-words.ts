import type { AdministratorSession } from '../../../contract/console.ts'

type Device = Pick<AdministratorSession, 'clientName' | 'clientVersion' | 'osName' | 'deviceModel'>

/** "Firefox 128 on GNU/Linux", "Safari 17 on iOS (iPhone)"; what is not known is left out. */
export function deviceWords({ clientName, clientVersion, osName, deviceModel }: Device): string {
  const client = [clientName, clientVersion.split('.')[0]].filter(Boolean).join(' ')
  const place = [osName, deviceModel && `(${deviceModel})`].filter(Boolean).join(' ')
  if (!client) return place || 'A browser that does not say what it is'
  return place ? `${client} on ${place}` : client
}
