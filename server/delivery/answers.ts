// What a provider's last answers say of the provider itself. Of one that says of nearly everybody that there is no such
// address or device, it is not the addresses that are wrong: its sandbox switch is, or the domain that it was set up for. So what it
// says of a recipient counts only beside others that it took, and of one who was answered like most others not at all.
import type { Outcome } from '../channels/channel.ts'

/** So many answers are remembered of a provider. */
const remembered = 20
/** From this share of all that are remembered on the provider is wrong, not those whom it refuses. */
const suspicious = 0.8
/** Who waits for a verdict; the oldest are forgotten, and found out again by the next message. */
const mostWaiting = 10_000

const taken = Symbol('taken')
type Answer = typeof taken | string

type Waiting<Recipient> = { readonly code: string; readonly recipient: Recipient }

export type Answers<Recipient> = {
  /** What is kept of a call's outcomes: where the provider is wrong, that it is. */
  readonly judge: (outcomes: readonly Outcome[]) => readonly Outcome[]
  /** Of this one the provider said that it is no more. */
  readonly wait: (code: string, recipient: Recipient) => void
  /** Those who are dead, and those of whom the provider was mistaken, as far as can be said by now; each is told once. */
  readonly verdicts: () => { dead: Recipient[]; mistaken: Recipient[] }
}

export function createAnswers<Recipient>(): Answers<Recipient> {
  const last: Answer[] = []
  let waiting: Waiting<Recipient>[] = []

  const shareOf = (code: string) => last.filter((answer) => answer === code).length / last.length
  const isWrong = (code: string) => last.length === remembered && shareOf(code) >= suspicious
  const isRight = (code: string) => last.includes(taken) && shareOf(code) <= 0.5

  function take(holds: (code: string) => boolean): Recipient[] {
    const settled = waiting.filter(({ code }) => holds(code))
    waiting = waiting.filter(({ code }) => !holds(code))
    return settled.map(({ recipient }) => recipient)
  }

  return {
    judge: (outcomes) => {
      last.push(...outcomes.flatMap((outcome) => answerOf(outcome) ?? []))
      last.splice(0, last.length - remembered)
      return outcomes.map((outcome) =>
        outcome.outcome === 'expired' && isWrong(outcome.code) ? ofWrongProvider(outcome) : outcome,
      )
    },
    wait: (code, recipient) => {
      waiting.push({ code, recipient })
      if (waiting.length > mostWaiting) waiting.shift()
    },
    verdicts: () => ({ mistaken: take(isWrong), dead: take(isRight) }),
  }
}

function ofWrongProvider({ code, response }: { code: string; response: string }): Outcome {
  return { outcome: 'config', code, response: `The provider answers nearly everybody so: ${response}` }
}

/** A refusal for another reason is an answer, too: it shows that the provider looks at each. */
function answerOf(outcome: Outcome): Answer | undefined {
  if (outcome.outcome === 'accepted') return taken
  if (outcome.outcome === 'expired') return outcome.code
  return outcome.outcome === 'rejected' ? `rejected: ${outcome.code}` : undefined
}
