// What is wrong with an answer, whatever was asked. An empty list where nothing is.
import { errorReply, errorStatuses } from '../../../contract/errors.ts'
import type { Outcome, WireAnswer, WireRequest } from './wire.ts'

export function faultsOf(outcome: Outcome, { method, cutAfter }: WireRequest): string[] {
  if (outcome.kind === 'silent') return ['no answer at all']
  // Who hangs up first is owed nothing.
  if (outcome.kind === 'closed')
    return cutAfter === undefined
      ? [`no answer, but the end of the connection; it said ${JSON.stringify(outcome.said)}`]
      : []
  const { answer } = outcome
  if (answer.status >= 500) return [`answered ${answer.status}: ${answer.text.slice(0, 500)}`]
  if (answer.status >= 400) return method === 'HEAD' ? [] : faultsOfRefusal(answer)
  return answer.status < 300 || answer.status === 304 ? [] : [`answered ${answer.status}`]
}

function faultsOfRefusal({ status, headers, text }: WireAnswer): string[] {
  const says = (what: string) => [`${what} with ${status}: ${text.slice(0, 500)}`]
  if (!/^application\/json; charset=utf-8$/i.test(headers['content-type'] ?? ''))
    return says(`came as ${headers['content-type']}`)
  const parsed = errorReply.strict().safeParse(parse(text))
  if (!parsed.success) return says('is not the envelope')
  const { code, type, message, version, params = [], requestId } = parsed.data
  const faults: string[] = []
  if (code !== status) faults.push(...says('says another code'))
  if ((errorStatuses as Record<string, number>)[type] !== status)
    faults.push(...says('has a type that does not fit'))
  if (message === '' || version === '') faults.push(...says('says nothing'))
  if (/node_modules|\.[jt]s:\d|\n\s+at /.test(message)) faults.push(...says('tells of our code'))
  if (requestId !== undefined) faults.push(...says('is taken for our fault'))
  if (
    type === 'general_argument_invalid' &&
    !params.some(({ path }) => path !== '' && message.includes(path))
  )
    faults.push(...says('does not name the param'))
  return faults
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
