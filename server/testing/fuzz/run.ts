// The fuzz itself: one request after the other, each made from the seed and its number alone, so that one of them can be made
// again without the others.
import type { Endpoint } from '../../../contract/endpoint.ts'
import { eventually } from '../app.ts'
import { describeChange, isTraceOnly } from './changes.ts'
import { endpoints } from './endpoints.ts'
import { namingOf } from './ids.ts'
import { brokenInvariants } from './invariants.ts'
import { faultsOf } from './judge.ts'
import { type Draft, type Mutated, mutateDraft, mutateWire, unstorable, writeRequest } from './mutate.ts'
import { type Random, randomOf } from './random.ts'
import { type Prepared, prepare, type Situation } from './recipes.ts'
import { validValue } from './valid.ts'
import { asCurl, type Outcome, send, type WireRequest } from './wire.ts'
import { deliver, type World } from './world.ts'

export type Wish = {
  readonly seed: string
  readonly count: number
  /** Just the request of this number. */
  readonly only?: number | undefined
  /** Just this endpoint. */
  readonly endpoint?: Endpoint
  /** With so many it ends. */
  readonly mostFaults?: number
  /** Longer nobody should wait. */
  readonly patienceMs?: number
}

export type Fault = {
  readonly number: number
  readonly what: string
  /** What was done to a good request. */
  readonly mutations: readonly string[]
  readonly curl: string
  /** What the server said about it. */
  readonly log: string
}

export type Report = {
  /** How often which status, by route; what reached no route is under `(none)`. */
  readonly answers: ReadonlyMap<string, ReadonlyMap<number, number>>
  readonly faults: readonly Fault[]
  readonly broken: readonly string[]
  readonly slowestMs: number
}

/** So often what was made is sent, and the invariants are looked at. */
const settleEvery = 1000

export async function fuzz(world: World, wish: Wish): Promise<Report> {
  const { seed, count, only, mostFaults = 20 } = wish
  const answers = new Map<string, Map<number, number>>()
  const faults: Fault[] = []
  const broken = new Set<string>()
  let slowestMs = 0
  const numbers = only === undefined ? Array.from({ length: count }, (_, number) => number) : [only]
  for (const number of numbers) {
    const { fault, route, status, ms } = await ask(world, wish, number)
    slowestMs = Math.max(slowestMs, ms)
    if (status !== undefined) add(answers, route ?? '(none)', status)
    if (fault) faults.push(fault)
    if (faults.length >= mostFaults) break
    if (number % settleEvery === settleEvery - 1) for (const rule of await settle(world)) broken.add(rule)
  }
  for (const rule of await settle(world)) broken.add(rule)
  return { answers, faults, broken: [...broken].map((rule) => `${rule} (seed ${seed})`), slowestMs }
}

async function settle(world: World): Promise<string[]> {
  await deliver(world)
  return brokenInvariants(world.main.services.db)
}

function add(answers: Map<string, Map<number, number>>, route: string, status: number): void {
  const ofRoute = answers.get(route) ?? new Map<number, number>()
  answers.set(route, ofRoute.set(status, (ofRoute.get(status) ?? 0) + 1))
}

// --- One request ----------------------------------------------------------------------------------------------------

async function ask(world: World, wish: Wish, number: number) {
  const { endpoint, server, wire, mutations } = await requestOf(world, wish, number)
  await server.changes.take()
  world.log.length = 0
  world.route = undefined
  const outcome = await send(server.port, wire)
  if (outcome.kind === 'closed') await untilCarriedOut(world)
  const { route } = world
  // By another method than was meant, what was to stay may be gone.
  if (endpoint.method === 'GET' && wire.method !== 'GET') world.standing.clear()
  const found = faultsOf(outcome, wire)
  found.push(...faultsOfChanges(await server.changes.take(), outcome, wire))
  const { patienceMs = 2000 } = wish
  if (outcome.ms > patienceMs && (await isSlowAgain(world, wish, number, patienceMs)))
    found.push(`took ${Math.round(outcome.ms)} ms, twice`)
  const fault: Fault | undefined =
    found.length === 0
      ? undefined
      : {
          number,
          what: found.join('; '),
          mutations,
          curl: asCurl(server.port, wire),
          log: world.log.join(''),
        }
  const status = outcome.kind === 'answered' ? outcome.answer.status : undefined
  return { fault, route, status, ms: outcome.ms }
}

/** Whoever sends a whole request and hangs up has it carried out all the same, a moment after. What is never answered is given up. */
async function untilCarriedOut({ underWay }: World): Promise<void> {
  const count = async () => underWay.size
  await eventually(count, (count) => count === 0, 2000).catch(() => underWay.clear())
}

/** A request that is refused, or that only reads, leaves everything as it was. */
function faultsOfChanges(
  changes: Awaited<ReturnType<World['main']['changes']['take']>>,
  outcome: Outcome,
  { method }: WireRequest,
): string[] {
  if (outcome.kind !== 'answered') return []
  const { status } = outcome.answer
  const made = changes.filter((change) => !isTraceOnly(change)).map(describeChange)
  const mayChange = status < 300 && method !== 'GET' && method !== 'HEAD'
  return mayChange || made.length === 0
    ? []
    : [`answered ${status}, yet changed: ${[...new Set(made)].join('; ')}`]
}

/** On a machine that has much else to do anything may take its time once. */
async function isSlowAgain(world: World, wish: Wish, number: number, patienceMs: number): Promise<boolean> {
  const { server, wire } = await requestOf(world, wish, number, 'x')
  return (await send(server.port, wire)).ms > patienceMs
}

/** The routes have their turns one after the other. Of six turns two are good requests, and one is bad in the way that every route knows. */
async function requestOf(world: World, { seed, endpoint: wanted }: Wish, number: number, suffix = '') {
  const routes = wanted ? [wanted] : endpoints
  const endpoint = routes[number % routes.length] as Endpoint
  const turn = Math.floor(number / routes.length) % 6
  const random = randomOf(`${seed}/${number}`)
  const isGood = turn % 3 === 0
  const situation = { world, random, prefix: `${number}${suffix}`, isGood: isGood || turn === 1 }
  const prepared = await prepare(situation, endpoint)
  const good = draftOf(situation, endpoint, prepared, number)
  const { port } = prepared.server
  const { thing, names } = isGood ? unchanged(good, port) : spoilt(good, port, random, turn)
  return { endpoint, server: prepared.server, wire: thing, mutations: names }
}

function unchanged(draft: Draft, port: number) {
  return { thing: writeRequest(draft, port), names: [] }
}

function spoilt(good: Draft, port: number, random: Random, turn: number) {
  const onWire = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => random.chance(0.2))
  const names: string[] = []
  const note = <Thing>({ name, thing }: Mutated<Thing>): Thing => {
    names.push(name)
    return thing
  }
  if (turn === 1) return { thing: writeRequest(note(unstorable(good, random)), port), names }
  const draft = onWire.filter((is) => !is).reduce((draft) => note(mutateDraft(draft, random)), good)
  const wire = writeRequest(draft, port)
  return {
    thing: onWire.filter((is) => is).reduce((wire) => note(mutateWire(wire, draft, random)), wire),
    names,
  }
}

function draftOf(
  { world, random, prefix }: Situation,
  endpoint: Endpoint,
  prepared: Prepared,
  number: number,
): Draft {
  const naming = namingOf(world, endpoint, random, prefix)
  const value = (schema: Endpoint['body']) => (schema ? (validValue(schema, naming) as object) : {})
  return {
    endpoint,
    params: prepared.params,
    query: { ...value(endpoint.query), ...prepared.query },
    body: endpoint.body && { ...value(endpoint.body), ...prepared.body },
    form: endpoint.form && { ...value(endpoint.form) },
    // Each from an address of its own: how often one address may fail is for other tests.
    headers: Object.entries({ ...prepared.who, 'x-forwarded-for': addressOf(number) }),
  }
}

function addressOf(number: number): string {
  return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
}
