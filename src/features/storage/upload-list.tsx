import X from 'lucide-react/icons/x'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { sizeText } from '../../ui/size-text.ts'
import type { FileUpload } from './use-uploads.ts'

export interface UploadListProps {
  uploads: readonly FileUpload[]
  cancel: (upload: FileUpload) => void
  retry: (upload: FileUpload) => unknown
}

/** What is on its way, and what did not get through. */
export function UploadList({ uploads, cancel, retry }: UploadListProps) {
  if (uploads.length === 0) return null
  return (
    <ul aria-label="Uploads" className="mb-6 grid gap-3">
      {uploads.map((upload) => {
        const { key, file, sent, problem, canRetry } = upload
        return (
          <li key={key} className="flex items-start gap-2">
            <div className="min-w-0 grow">
              {canRetry ? (
                <Progress
                  label={file.name}
                  max={file.size}
                  parts={[{ tone: problem ? 'failed' : 'accent', value: Math.min(sent, file.size) }]}
                  words={`${sizeText(Math.min(sent, file.size))} of ${sizeText(file.size)}`}
                />
              ) : (
                <p className="text-sm font-strong">{file.name}</p>
              )}
              {problem && (
                <p role="alert" className="mt-1 text-sm text-failed">
                  {problem}
                </p>
              )}
            </div>
            {problem && canRetry && (
              <Button size="sm" onClick={() => retry(upload)}>
                {upload.begun ? 'Go on' : 'Try again'}
              </Button>
            )}
            <IconButton
              label={problem ? `Put ${file.name} aside` : `Cancel ${file.name}`}
              icon={<X aria-hidden="true" />}
              onClick={() => cancel(upload)}
            />
          </li>
        )
      })}
    </ul>
  )
}
