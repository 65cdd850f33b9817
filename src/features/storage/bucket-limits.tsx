import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type * as z from 'zod'
import type { Bucket } from '../../../contract/storage.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { useMay } from '../session/use-session.ts'
import { BucketFields } from './bucket-fields.tsx'
import { type BucketValues, bucketForm, bucketLabels, bucketValues, toBucket } from './bucket-form.ts'
import { limitWords, openingText } from './bucket-words.ts'
import { storageMutations, storageQueries, takeBucket } from './storage-queries.ts'

/** What a bucket takes, and who may use it. */
export function BucketLimits({ bucketId }: { bucketId: string }) {
  const { data: bucket } = useSuspenseQuery(storageQueries.bucket(bucketId))
  const mayChange = useMay('editor')
  return (
    <div className="max-w-reading">
      {mayChange ? <BucketForm key={bucketId} bucket={bucket} /> : <BucketFacts bucket={bucket} />}
    </div>
  )
}

function BucketForm({ bucket }: { bucket: Bucket }) {
  const queryClient = useQueryClient()
  const [begun, setBegun] = useState(bucket)
  const form = useForm<BucketValues, unknown, z.output<typeof bucketForm>>({
    resolver: contractResolver(bucketForm, bucketLabels),
    defaultValues: bucketValues(begun),
  })
  const { errors, isDirty } = form.formState
  const save = useMutation({
    ...storageMutations.updateBucket(bucket.$id),
    onSuccess: (saved) => {
      toast({ title: `“${saved.name}” is saved`, tone: 'good' })
      setBegun(saved)
      form.reset(bucketValues(saved))
      return takeBucket(queryClient, saved)
    },
    onError: (error) => showAtFields(form.setError, error, bucketLabels),
  })
  return (
    <>
      <LeaveDialog
        isUnsaved={() => isDirty}
        consequence="What you have changed about the bucket is not saved, and would be lost."
      />
      <FormShell
        onSubmit={form.handleSubmit((read) => save.mutate(toBucket(read, begun)))}
        pending={save.isPending && 'Saving…'}
        error={problemBeside(save.error, bucketLabels)}
        fieldErrors={errors}
        submit="Save changes"
        shortcut="mod+s"
        blocked={!isDirty && 'Nothing has been changed'}
      >
        <BucketFields form={form} />
      </FormShell>
    </>
  )
}

/** For whoever may look and not change. */
function BucketFacts({ bucket }: { bucket: Bucket }) {
  return (
    <>
      <DescriptionList
        items={[
          { term: 'Takes', value: limitWords(bucket) },
          { term: 'Open in apps to', value: openingText(bucket) },
          {
            term: 'Single files open to more',
            value: bucket.fileSecurity ? 'Yes, file by file' : 'No',
          },
        ]}
      />
      <p className="mt-4 text-quiet">Editors and owners change it.</p>
    </>
  )
}
