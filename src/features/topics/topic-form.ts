// What is asked of a topic, new or known: who may subscribe is a choice of four there, and a list of roles in the contract.
import * as z from 'zod'
import {
  type Topic,
  type TopicChange,
  type TopicDraft,
  topicChange,
  topicDraft,
} from '../../../contract/topics.ts'
import { type TopicOpening, topicOpenings } from './topic-search.ts'

export const topicForm = z
  .object({
    name: z.string().trim().pipe(topicDraft.shape.name),
    description: z.string().trim().pipe(topicDraft.shape.description.unwrap()),
    /** '' lets the server choose. */
    topicId: topicDraft.shape.topicId.or(z.literal('')),
    opening: z.enum(topicOpenings),
    /** Counts where `opening` says so. */
    roles: z.array(z.string()),
  })
  .superRefine(({ opening, roles }, context) => {
    const message = opening === 'roles' && problemOfRoles(roles)
    if (message) context.addIssue({ code: 'custom', path: ['roles'], message })
  })
export type TopicForm = z.output<typeof topicForm>

function problemOfRoles(roles: readonly string[]): string | undefined {
  if (roles.length === 0) return 'must name at least one'
  const issue = topicChange.shape.subscribe.safeParse(roles).error?.issues[0]
  if (!issue) return undefined
  const [index] = issue.path
  return typeof index === 'number' ? `hold “${roles[index]}”, which ${issue.message}` : issue.message
}

export const topicLabels = {
  name: 'Name',
  description: 'Description',
  topicId: 'ID',
  opening: 'Who may subscribe themselves',
  roles: 'Roles',
  subscribe: 'Roles',
}

export const emptyTopic: TopicForm = { name: '', description: '', topicId: '', opening: 'users', roles: [] }

export function topicValues({ name, description, subscribe }: Topic): TopicForm {
  const opening = openingOf(subscribe)
  return { name, description, topicId: '', opening, roles: opening === 'roles' ? subscribe : [] }
}

export function openingOf(subscribe: readonly string[]): TopicOpening {
  const [first, ...others] = subscribe
  if (first === undefined) return 'nobody'
  if (others.length > 0) return 'roles'
  return first === 'users' ? 'users' : first === 'users/verified' ? 'verified' : 'roles'
}

function subscribeOf({ opening, roles }: TopicForm): string[] {
  switch (opening) {
    case 'nobody':
      return []
    case 'users':
      return ['users']
    case 'verified':
      return ['users/verified']
    case 'roles':
      return roles
  }
}

export function toDraft(values: TopicForm): TopicDraft {
  const { name, description, topicId } = values
  return { topicId: topicId || 'unique()', name, description, subscribe: subscribeOf(values) }
}

/** What of it is another now; undefined where nothing is. */
export function changeOf(before: Topic, values: TopicForm): TopicChange | undefined {
  const subscribe = subscribeOf(values)
  const isSame = (one: readonly string[], other: readonly string[]) =>
    one.length === other.length && one.every((role) => other.includes(role))
  const change = {
    ...(values.name !== before.name && { name: values.name }),
    ...(values.description !== before.description && { description: values.description }),
    ...(!isSame(subscribe, before.subscribe) && { subscribe }),
  }
  return Object.keys(change).length > 0 ? change : undefined
}
