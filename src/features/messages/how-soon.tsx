import { useNow } from '../../ui/use-now.ts'
import { leadText } from './lead-text.ts'

/** "in 3 days", beside the time itself. */
export function HowSoon({ at }: { at: string }) {
  return leadText(Date.parse(at) - useNow())
}
