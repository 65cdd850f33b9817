// A provider's words as we keep them: hostile text, that may repeat what it was sent.

const limit = 4_096

/** Without the secrets and control characters, cut at 4 KB. */
export function responseText(text: string, secrets: readonly string[]): string {
  let clean = text
  // Longest first, so that no rest of a longer one is left.
  for (const secret of secrets.filter((entry) => entry !== '').sort((a, b) => b.length - a.length)) {
    clean = clean.replaceAll(secret, '••••')
  }
  return cut(
    clean
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
      .trim(),
  )
}

function cut(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= limit) return bytes.toString()
  let end = limit
  // Not in the midst of a character: its further bytes begin with the bits 10.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.toString('utf8', 0, end)
}
