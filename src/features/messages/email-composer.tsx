import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { FormProvider, useForm, useWatch } from 'react-hook-form'
import type { EmailMessage } from '../../../contract/messages.ts'
import { mayPass } from '../../lib/api-error.ts'
import { contractResolver, problemBeside } from '../../lib/contract-form.ts'
import { currentProject } from '../../lib/project.ts'
import { viewerZone } from '../../lib/time.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Button } from '../../ui/button.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { toast } from '../../ui/toasts.ts'
import { AddPersonDialog } from '../people/add-person-dialog.tsx'
import { useProject } from '../projects/use-project.ts'
import { useMay } from '../session/use-session.ts'
import { AudienceSection } from './audience-section.tsx'
import { chosenInstant } from './chosen-time.ts'
import { ComposerRail } from './composer-rail.tsx'
import { ConflictDialog } from './conflict-dialog.tsx'
import { ContentSection } from './content-section.tsx'
import {
  type EmailValues,
  emailForm,
  emailLabels,
  emailValues,
  emptyEmail,
  type KnownOfEmail,
} from './email-form.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { messageListPlace } from './message-list-place.ts'
import type { SendWish } from './message-queries.ts'
import { messageTitle } from './message-title.ts'
import { ReviewDialog } from './review-dialog.tsx'
import { SenderSection } from './sender-section.tsx'
import { type EmailDraftKeeper, isConflict, saveProblem, useEmailDraft } from './use-email-draft.ts'
import { WhenSection } from './when-section.tsx'

export interface EmailComposerProps {
  /** The draft that is gone on with; read once. */
  start?: EmailMessage | undefined
  /** What is known of a new one already: when it is to go out, to which topic; read once. */
  begun?: KnownOfEmail | undefined
  /** The new e-mail has become a draft with an id. */
  onKept?: ((messageId: string) => void) | undefined
}

type Review = { message: EmailMessage; at: SendWish['at'] }

export function EmailComposer({ start, begun, onKept }: EmailComposerProps) {
  const project = useProject()
  const maySend = useMay('editor')
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const zones = { project: project.timeZone, viewer: viewerZone() }
  const [startValues] = useState(() => (start ? emailValues(start, zones) : emptyEmail(zones, begun)))
  const form = useForm({ resolver: contractResolver(emailForm, emailLabels), defaultValues: startValues })
  const draft = useEmailDraft(form, { message: start, values: startValues }, onKept)
  const { save } = draft
  const [isAdding, setAdding] = useState(false)
  const [review, setReview] = useState<Review>()
  const [purpose, setPurpose] = useState<'review' | 'save' | 'leave'>('save')
  const [hasPutAside, setPutAside] = useState(false)

  const isUnsaved = () => draft.isUnsaved(form.getValues())

  function keep() {
    setPurpose('save')
    setPutAside(false)
    save.mutate({}, { onSuccess: () => toast({ id: 'draft-saved', title: 'Draft saved', tone: 'good' }) })
  }

  async function startReview(values: EmailValues) {
    const instant = await chosenInstant(queryClient, values)
    if (values.when === 'later' && (!instant || Date.parse(instant) <= Date.now()))
      return form.setError(
        'at',
        { type: 'past', message: 'Time must be in the future' },
        { shouldFocus: true },
      )
    setPurpose('review')
    setPutAside(false)
    save.mutate(
      {},
      {
        onSuccess: (message) =>
          setReview({ message, at: instant ? { instant, zone: values.at.zone } : undefined }),
      },
    )
  }

  useComposerKeys({ s: keep, enter: () => void (maySend && form.handleSubmit(startReview)()) })

  const open = (messageId: string) =>
    navigate({
      to: '/p/$projectId/messages/$messageId',
      params: { projectId: currentProject(), messageId },
      ignoreBlocker: true,
    })

  return (
    <Page width="full">
      <FormProvider {...form}>
        <PageHeader
          back={
            <BackLink
              to="/p/$projectId/messages"
              params={{ projectId: currentProject() }}
              search={messageListPlace.last()}
            >
              Messages
            </BackLink>
          }
          title={draft.message ? messageTitle(draft.message) : 'New e-mail'}
          detail={<SaveState draft={draft} />}
        />
        <div className="grid grid-cols-1 gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,720px)_minmax(280px,400px)]">
          <FormShell
            onSubmit={form.handleSubmit(startReview)}
            pending={save.isPending && purpose === 'review' && 'Saving…'}
            error={problemBeside(saveProblem(save.error), emailLabels)}
            fieldErrors={form.formState.errors}
            submit="Review and send"
            shortcut="mod+enter"
            blocked={!maySend && 'Sending needs the role editor'}
            actions={
              <Button hint="mod+s" pending={save.isPending && purpose === 'save' && 'Saving…'} onClick={keep}>
                Save draft
              </Button>
            }
          >
            <div>
              <AudienceSection onAddPerson={() => setAdding(true)} />
              <ContentSection />
              <SenderSection />
              <WhenSection />
            </div>
          </FormShell>
          <aside
            aria-label="Summary and preview"
            className="lg:sticky lg:top-6 lg:max-h-[calc(100dvh-48px)] lg:self-start lg:overflow-y-auto lg:px-2"
          >
            <ComposerRail />
          </aside>
        </div>

        {draft.message && !review && !isConflict(save.error) && <Autosave draft={draft} />}
        {isAdding && (
          <AddPersonDialog
            onClose={() => setAdding(false)}
            onAdded={({ $id }) => {
              form.setValue('users', [...form.getValues('users'), $id], { shouldDirty: true })
              form.clearErrors('topics')
            }}
          />
        )}
        {review && (
          <ReviewDialog
            {...review}
            isWritten
            onClose={() => setReview(undefined)}
            onSent={(message) => void open(message.$id)}
          />
        )}
        {draft.message && isConflict(save.error) && !save.isPending && !hasPutAside && (
          <ConflictDialog
            messageId={draft.message.$id}
            onClose={() => setPutAside(true)}
            onTakeTheirs={(theirs) => draft.adopt(theirs, emailValues(theirs, zones))}
            onOverwrite={() => save.mutate({ overwrite: true })}
            onOpen={() => draft.message && void open(draft.message.$id)}
          />
        )}
        <LeaveGuard
          isUnsaved={isUnsaved}
          saving={save.isPending}
          onSave={async () => {
            setPurpose('leave')
            setPutAside(false)
            return save.mutateAsync({}).then(
              () => true,
              () => false,
            )
          }}
        />
      </FormProvider>
    </Page>
  )
}

/** Ctrl+S and Ctrl+Enter wherever the focus is on this page; within the form its shell has taken the second already. */
function useComposerKeys(keys: { s: () => void; enter: () => void }) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const key = event.key.toLowerCase()
    if ((key !== 's' && key !== 'enter') || !(event.ctrlKey || event.metaKey) || event.altKey) return
    const isElsewhere = event.target instanceof Element && event.target.closest('[role$=dialog]') !== null
    if (event.defaultPrevented || (isElsewhere && key === 'enter')) return
    event.preventDefault()
    if (!event.repeat) keys[key]()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

const idleFor = 3_000
const retryAfter = 5_000

/** A draft that is kept already is saved again whenever the writing rests, and again where that failed for want of a server. */
function Autosave({ draft }: { draft: EmailDraftKeeper }) {
  const values = useWatch<EmailValues>() as EmailValues
  const isUnsaved = draft.isUnsaved(values)
  const { error } = draft.save
  const save = useEffectEvent(() => draft.save.mutate({}))
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change begins the rest anew
  useEffect(() => {
    if (!isUnsaved) return
    const timer = setTimeout(() => save(), idleFor)
    return () => clearTimeout(timer)
  }, [values, isUnsaved])
  useEffect(() => {
    if (!isUnsaved || !mayPass(error)) return
    const timer = setTimeout(() => save(), retryAfter)
    return () => clearTimeout(timer)
  }, [isUnsaved, error])
  return null
}

function SaveState({ draft: { message, isUnsaved, save } }: { draft: EmailDraftKeeper }) {
  const values = useWatch<EmailValues>() as EmailValues
  if (save.isPending) return 'Saving…'
  if (save.error) return <span className="text-failed">Not saved</span>
  if (isUnsaved(values)) return message ? 'Unsaved changes' : 'Not saved yet'
  if (!message) return 'A draft is kept when you save it'
  return (
    <span>
      Saved <RelativeTime at={message.$updatedAt} />
    </span>
  )
}
