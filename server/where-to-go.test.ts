import { describe, expect, test } from 'vitest'
import { whereToGo } from './where-to-go.ts'

const config = { publicUrl: 'http://127.0.0.1:4400', host: '127.0.0.1', port: 4400, hasDisplay: false }
const machine = { user: () => 'ada', host: () => 'bell' }

describe('who has started the server is told', () => {
  test('its address, once somebody owns it', () => {
    expect(whereToGo(config, undefined, machine)).toEqual(['  Open http://127.0.0.1:4400'])
  })

  test('the link of the set-up before that, and how to open it from elsewhere where no browser can be here', () => {
    const lines = whereToGo(config, 'token', machine)
    expect(lines).toContain('  http://127.0.0.1:4400/set-up#token')
    expect(lines.at(-1)).toBe('  ssh -L 4400:127.0.0.1:4400 ada@bell')
  })

  test.each([{ hasDisplay: true }, { host: '0.0.0.0' }])('no tunnel where there is no need: %o', (more) => {
    expect(whereToGo({ ...config, ...more }, 'token', machine).join()).not.toContain('ssh')
  })

  test('all the same where the user has no name, as in a container that runs under a number', () => {
    const nobody = {
      ...machine,
      user: () => {
        throw new Error('uv_os_get_passwd returned ENOENT')
      },
    }
    expect(whereToGo(config, 'token', nobody).at(-1)).toBe('  ssh -L 4400:127.0.0.1:4400 bell')
  })
})
