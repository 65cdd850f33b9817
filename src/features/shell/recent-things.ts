// The single things that were last looked at in this browser: the palette offers the way back to them.
import { useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { currentProject } from '../../lib/project.ts'
import { readStored, writeStored } from '../../lib/stored.ts'

export interface RecentThing {
  readonly path: string
  readonly title: string
}

const kept = 6
const key = () => `recent ${currentProject()}`

/** Once in the frame: remembers the page of each single thing that is opened. */
export function useRememberThings(): void {
  const thing = useRouterState({ select: ({ matches }) => thingOf(matches) })
  const [path, title] = thing?.split('\n') ?? []
  useEffect(() => {
    if (path === undefined || title === undefined) return
    const others = recentThings().filter((one) => one.path !== path)
    writeStored(key(), JSON.stringify([{ path, title }, ...others].slice(0, kept)))
  }, [path, title])
}

export function recentThings(): RecentThing[] {
  try {
    const stored: unknown = JSON.parse(readStored(key()) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isThing) : []
  } catch {
    return []
  }
}

function isThing(value: unknown): value is RecentThing {
  const { path, title } = { ...(value as Partial<RecentThing>) }
  return typeof path === 'string' && typeof title === 'string' && path.startsWith(`/p/${currentProject()}/`)
}

type Match = {
  readonly pathname: string
  readonly routeId: string
  readonly status: string
  readonly meta?: readonly ({ title?: string | undefined } | undefined)[] | undefined
}

/** The outmost page of one thing, which is called after it: its tabs lead back to it. As a text, so that it stays equal. */
function thingOf(matches: readonly Match[]): string | undefined {
  const match = matches.find(({ routeId }) => /^\/p\/\$projectId\/.*\$\w+Id/.test(routeId))
  const title = match?.meta?.find((entry) => entry?.title)?.title
  return match?.status === 'success' && title ? `${match.pathname.replace(/\/$/, '')}\n${title}` : undefined
}
