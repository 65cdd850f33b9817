// All that the server answers under /v1.
import { api } from '../../../contract/api.ts'
import type { Endpoint } from '../../../contract/endpoint.ts'

/** The one route that no contract describes, since it tells of the others. It reads nothing of a request. */
export const ownDescription: Endpoint = {
  method: 'GET',
  path: '/openapi.json',
  summary: '',
  access: { kind: 'public' },
  reply: 'bytes',
}

export const endpoints: readonly Endpoint[] = [
  ...Object.values<Record<string, Endpoint>>(api).flatMap((module) => Object.values(module)),
  ownDescription,
]

export const routeOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`
