import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { currentProject } from '../../lib/project.ts'
import { Button } from '../../ui/button.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ShownOnce } from '../../ui/shown-once.tsx'

export interface NewSecretProps {
  name: string
  secret: string
}

/** A key's secret, while it is there to be seen. Whoever goes on without having taken it is asked. */
export function NewSecret({ name, secret }: NewSecretProps) {
  const navigate = useNavigate()
  const isTaken = useRef(false)

  function finish() {
    isTaken.current = true
    return navigate({
      to: '/p/$projectId/settings/keys',
      params: { projectId: currentProject() },
      replace: true,
    })
  }

  return (
    <div className="max-w-reading">
      <LeaveDialog
        isUnsaved={() => !isTaken.current}
        title="Leave without the secret?"
        consequence="You have not copied it, and it cannot be shown again."
        leave="Leave without it"
      />
      <PageHeader title={`The secret of “${name}”`} />
      <ShownOnce
        label="API key"
        copyWords="Copy API key"
        text={secret}
        onCopied={() => {
          isTaken.current = true
        }}
        warning="Copy it now: it is shown here and nowhere again"
      >
        Carillon keeps only a fingerprint of it. Whoever has it can do what the key may: keep it where your
        program keeps its passwords, and never in a web page or an app.
      </ShownOnce>
      <p className="mt-8">
        <Button onClick={finish}>I have stored it</Button>
      </p>
    </div>
  )
}
