// What an account at Apple's stand-in is set up with.
import { createPublicKey, generateKeyPairSync } from 'node:crypto'

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const authKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** The credentials of an APNs provider, and what the stand-in knows of them. */
export const appleAccount = {
  authKey,
  authKeyId: 'KEY4567890',
  teamId: 'TEAM567890',
  bundleId: 'org.example.bells',
}
export const appleKeys = { [appleAccount.authKeyId]: createPublicKey(authKey) }
