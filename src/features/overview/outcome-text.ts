// What became of a message, in a sentence for a list.
import type { Message } from '../../../contract/messages.ts'

/** "1,190 sent, 14 failed, 2 in doubt." */
export function outcomeText({ delivery: { counts, total } }: Message, locale?: string): string {
  const parts = [
    [counts.sent, 'sent'],
    [counts.failed, 'failed'],
    [counts.inDoubt, 'in doubt'],
    [counts.skipped, 'skipped'],
    [counts.cancelled, 'cancelled'],
  ] as const
  const said = parts.filter(([count]) => count > 0)
  if (total === 0 || said.length === 0) return 'Nobody to send to.'
  return `${said.map(([count, word]) => `${count.toLocaleString(locale)} ${word}`).join(', ')}.`
}

/** What somebody has to decide or to look into. */
export function troubleText({ delivery: { phase, counts, total } }: Message, locale?: string): string {
  if (phase === 'missed') return 'Its time passed while nothing was running; it was not sent.'
  const of = ` of ${total.toLocaleString(locale)}`
  const parts = [
    counts.failed > 0 && `${counts.failed.toLocaleString(locale)} failed`,
    counts.inDoubt > 0 && `${counts.inDoubt.toLocaleString(locale)} in doubt`,
  ].filter(Boolean)
  return `${parts.join(' and ')}${of}.`
}
