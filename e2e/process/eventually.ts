import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again and again until the answer is as it should be, and answers with it; an error after `withinMs`. */
export async function eventually<Answer>(
  ask: () => Answer | Promise<Answer>,
  isAsItShould: (answer: Answer) => boolean,
  { withinMs = 30_000, everyMs = 20 }: { withinMs?: number; everyMs?: number } = {},
): Promise<Answer> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (isAsItShould(answer)) return answer
    if (performance.now() > deadline)
      throw new Error(`still not so after ${withinMs} ms: ${JSON.stringify(answer)?.slice(0, 1000)}`)
    await sleep(everyMs)
  }
}
