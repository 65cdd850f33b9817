import { createPrivateKey, type KeyObject } from 'node:crypto'

/** PEM, or its body alone; in JSON or a variable line ends are often written as `\n`. Undefined where it is no private key. */
export function readPrivateKey(text: string): KeyObject | undefined {
  const lines = text.replaceAll('\\n', '\n').trim()
  const pem = lines.includes('-----BEGIN')
    ? lines
    : `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----`
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}
