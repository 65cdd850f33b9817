// A run as people read it.
import { endpoints, ownDescription, routeOf } from './endpoints.ts'
import type { Fault, Report } from './run.ts'

/** Routes that answered less often than they should have with 2xx, or with 400. */
export function rarelyAnswered({ answers }: Report, least: number): string[] {
  return endpoints.flatMap((endpoint) => {
    const ofRoute = [...(answers.get(routeOf(endpoint)) ?? [])]
    const total = (counts: (status: number) => boolean) =>
      ofRoute.reduce((sum, [status, count]) => sum + (counts(status) ? count : 0), 0)
    const [good, bad] = [total((status) => status < 300), total((status) => status === 400)]
    // What reads nothing of a request has nothing to refuse. All others refuse a NUL in a query that they do not know.
    const isEnough = good >= least && (bad >= least || endpoint === ownDescription)
    return isEnough ? [] : [`${routeOf(endpoint)}: ${good} × 2xx, ${bad} × 400`]
  })
}

export function tableOf({ answers }: Report): string {
  const statuses = [...new Set([...answers.values()].flatMap((ofRoute) => [...ofRoute.keys()]))].sort()
  const rows = [...answers].sort(([a], [b]) => a.localeCompare(b))
  const width = Math.max(...rows.map(([route]) => route.length))
  const line = (route: string, cells: readonly (string | number)[]) =>
    `${route.padEnd(width)}${cells.map((cell) => String(cell).padStart(6)).join('')}`
  const counts = (ofRoute: ReadonlyMap<number, number>) =>
    statuses.map((status) => ofRoute.get(status) ?? '·')
  return [line('', statuses), ...rows.map(([route, ofRoute]) => line(route, counts(ofRoute)))].join('\n')
}

export function describeFault(seed: string, { number, what, mutations, curl, log }: Fault): string {
  return [
    `Request ${number}: ${what}`,
    `  changed: ${mutations.join(' · ') || 'nothing'}`,
    `  ${curl}`,
    `  again: FUZZ_SEED=${seed} FUZZ_ONLY=${number} npx vitest run server/testing/fuzz`,
    ...(log === '' ? [] : [`  the server: ${log.slice(0, 3000)}`]),
  ].join('\n')
}
