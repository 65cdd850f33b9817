import { expect, test } from 'vitest'
import { readAgent } from './agent.ts'

const nothing = {
  osCode: '',
  osName: '',
  osVersion: '',
  clientType: '',
  clientCode: '',
  clientName: '',
  clientVersion: '',
  clientEngine: '',
  clientEngineVersion: '',
  deviceName: '',
  deviceBrand: '',
  deviceModel: '',
}

test.each([
  ['', {}],
  ['curl/8.5.0', {}],
  [
    'AppwriteNodeJSSDK/26.2.0 (linux; x64) Node.js/v20.20.2',
    {
      osCode: 'LIN',
      osName: 'GNU/Linux',
      clientType: 'library',
      clientName: 'node-appwrite',
      clientVersion: '26.2.0',
    },
  ],
  [
    'AppwritePythonSDK/9.0.0 (Linux-5.15)',
    {
      osCode: 'LIN',
      osName: 'GNU/Linux',
      clientType: 'library',
      clientName: 'Appwrite Python',
      clientVersion: '9.0.0',
    },
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36',
    {
      osCode: 'MAC',
      osName: 'Mac',
      osVersion: '10.15.7',
      clientType: 'browser',
      clientCode: 'CH',
      clientName: 'Chrome',
      clientVersion: '128.0.0.0',
      clientEngine: 'Blink',
      clientEngineVersion: '128.0.0.0',
      deviceName: 'desktop',
      deviceBrand: 'Apple',
      deviceModel: 'Macintosh',
    },
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    {
      osCode: 'LIN',
      osName: 'GNU/Linux',
      clientType: 'browser',
      clientCode: 'FF',
      clientName: 'Firefox',
      clientVersion: '128.0',
      clientEngine: 'Gecko',
      clientEngineVersion: '128.0',
      deviceName: 'desktop',
    },
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36',
    {
      osCode: 'AND',
      osName: 'Android',
      osVersion: '14',
      clientType: 'browser',
      clientCode: 'CH',
      clientName: 'Chrome',
      clientVersion: '128.0.0.0',
      clientEngine: 'Blink',
      clientEngineVersion: '128.0.0.0',
      deviceName: 'smartphone',
      deviceBrand: 'Google',
      deviceModel: 'Pixel 9',
    },
  ],
])('%s is read', (agent, known) => {
  expect(readAgent(agent)).toEqual({ ...nothing, ...known })
})

test('one that was read is not taken apart again', () => {
  const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
  const first = readAgent(agent)
  expect(readAgent(agent)).toBe(first)
  for (let n = 0; n < 1000; n++) readAgent(`other/${n}`)
  expect(readAgent(agent)).toEqual(first)
})
