import { useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { contentLimit, subjectLimit } from '../../../contract/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Section } from '../../ui/section.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { toast } from '../../ui/toasts.ts'
import { htmlToText, textToHtml } from './convert-content.ts'
import { type EmailValues, emailLabels } from './email-form.ts'

type Format = EmailValues['format']

const formats = [
  { value: 'text', label: 'Plain text' },
  { value: 'html', label: 'HTML' },
]

export function ContentSection() {
  const { register, formState, setValue, getValues } = useFormContext<EmailValues>()
  const format = useWatch<EmailValues, 'format'>({ name: 'format' })
  const [wanted, setWanted] = useState<Format>()
  const { errors } = formState

  function change(to: Format) {
    if (getValues('content').trim() === '') setValue('format', to)
    else setWanted(to)
  }

  return (
    <Section id="content" title="Content">
      <div className="grid gap-5">
        <Field
          label={emailLabels.description}
          error={errors.description}
          optional
          help="How it is called here. Recipients do not see it."
        >
          <TextInput {...register('description')} autoComplete="off" />
        </Field>
        <Field
          label={emailLabels.subject}
          error={errors.subject}
          aside={<Room name="subject" of={subjectLimit} />}
        >
          <TextInput {...register('subject')} autoComplete="off" />
        </Field>
        <RadioGroup
          label={emailLabels.format}
          look="segments"
          options={formats}
          value={format}
          onChange={({ target }) => change(target.value === 'html' ? 'html' : 'text')}
        />
        <Field
          label={emailLabels.content}
          error={errors.content}
          aside={<Room name="content" of={contentLimit} />}
        >
          <TextArea
            {...register('content')}
            rows={12}
            mono={format === 'html'}
            spellCheck={format === 'text'}
            className="max-h-[60vh] min-h-64!"
          />
        </Field>
      </div>
      {wanted && <ConvertDialog to={wanted} onClose={() => setWanted(undefined)} />}
    </Section>
  )
}

/** Says how much room is left once it is getting scarce. */
function Room({ name, of }: { name: 'subject' | 'content'; of: number }) {
  const text = useWatch<EmailValues, 'subject' | 'content'>({ name })
  if (text.length < of * 0.8) return null
  const length = [...text].length
  return (
    <span className={length > of ? 'text-failed' : undefined}>
      {length.toLocaleString()} of {of.toLocaleString()} characters
    </span>
  )
}

const words = {
  html: {
    title: 'Turn the text into HTML?',
    consequence: 'Every word and line stays: paragraphs and line ends become tags.',
    confirm: 'Convert to HTML',
    done: 'Converted to HTML',
  },
  text: {
    title: 'Turn the HTML into plain text?',
    consequence:
      'The words stay, and the addresses of links. Formatting and images go; Undo brings them back.',
    confirm: 'Convert to plain text',
    done: 'Converted to plain text',
  },
} as const satisfies Record<Format, unknown>

function ConvertDialog({ to, onClose }: { to: Format; onClose: () => void }) {
  const { getValues, setValue } = useFormContext<EmailValues>()
  const { title, consequence, confirm, done } = words[to]

  function put(format: Format, content: string) {
    setValue('format', format, { shouldDirty: true })
    setValue('content', content, { shouldDirty: true })
  }

  function convert() {
    const { format, content } = getValues()
    put(to, to === 'html' ? textToHtml(content) : htmlToText(content))
    toast({ title: done, actions: [{ label: 'Undo', onSelect: () => put(format, content) }] })
    onClose()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={consequence}
      footer={
        <>
          <Button
            onClick={() => {
              put(to, getValues('content'))
              onClose()
            }}
          >
            Keep what is written
          </Button>
          <Button variant="primary" onClick={convert}>
            {confirm}
          </Button>
        </>
      }
    >
      <p className="text-sm text-quiet">
        “Keep what is written” changes only how it is sent: for content that is already written as{' '}
        {to === 'html' ? 'HTML' : 'plain text'}.
      </p>
    </Dialog>
  )
}
