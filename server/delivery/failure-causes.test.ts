import { expect, test } from 'vitest'
import type { FailureCause } from '../../contract/explanations.ts'
import { explainCode, failureCauseOf } from './failure-causes.ts'
import type { Cause } from './ledger.ts'

test.each<[Cause, string, FailureCause]>([
  ['expired', '550 5.1.1', 'noSuchRecipient'],
  ['rejected', '550 5.7.1', 'policy'],
  ['rejected', '552 5.3.4', 'tooLarge'],
  ['rejected', '21211', 'refusedRecipient'],
  ['rejected', 'SMTPUTF8', 'unfitIdentifier'],
  ['config', 'SMTPUTF8', 'settings'],
  ['transient', '452 4.2.2', 'mailboxFull'],
  ['transient', '421 4.7.0', 'throttled'],
  ['transient', '429', 'throttled'],
  ['transient', '451', 'putOff'],
  ['transient', 'TIMEOUT', 'unreachable'],
  ['unknown', 'TIMEOUT', 'noAnswer'],
  ['unknown', 'WORKER_GONE', 'processEnded'],
  ['auth', '535 5.7.8', 'credentials'],
  ['config', 'KIND_CANNOT_SEND', 'unsupportedKind'],
  ['noProvider', 'NO_PROVIDER', 'noProvider'],
])('what the ledger has as %s, %s, is told as %s', (cause, code, told) => {
  expect(failureCauseOf(cause, code)).toBe(told)
})

test('a code of our own is said in words, a provider’s stays as it is', () => {
  expect(explainCode('NO_PROVIDER')).toBe('No provider of this type is switched on.')
  expect(explainCode('21211')).toBe('21211')
})
