import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useForm } from 'react-hook-form'
import type * as z from 'zod'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { currentProject } from '../../lib/project.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { toast } from '../../ui/toasts.ts'
import { useMay } from '../session/use-session.ts'
import { BucketFields } from './bucket-fields.tsx'
import { type BucketValues, bucketForm, bucketLabels, newBucketValues, toBucket } from './bucket-form.ts'
import { storageMutations, takeBucket } from './storage-queries.ts'

export function NewBucketPage() {
  const mayAdd = useMay('author')
  return (
    <div className="max-w-reading">
      <PageHeader
        back={
          <BackLink to="/p/$projectId/settings/files" params={{ projectId: currentProject() }}>
            Files
          </BackLink>
        }
        title="Add a bucket"
      />
      {mayAdd ? (
        <NewBucketForm />
      ) : (
        <Notice tone="info">Viewers can look at buckets and files, and not add any.</Notice>
      )}
    </div>
  )
}

function NewBucketForm() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const isSaved = useRef(false)
  const form = useForm<BucketValues, unknown, z.output<typeof bucketForm>>({
    resolver: contractResolver(bucketForm, bucketLabels),
    defaultValues: newBucketValues,
  })
  const { errors, isDirty } = form.formState
  const create = useMutation({
    ...storageMutations.createBucket(),
    onSuccess: async (bucket) => {
      isSaved.current = true
      void takeBucket(queryClient, bucket)
      toast({ title: `“${bucket.name}” is added`, tone: 'good' })
      await navigate({
        to: '/p/$projectId/settings/files/$bucketId',
        params: { projectId: currentProject(), bucketId: bucket.$id },
        replace: true,
      })
    },
    onError: (error) => showAtFields(form.setError, error, bucketLabels),
  })
  return (
    <>
      <LeaveDialog
        isUnsaved={() => isDirty && !isSaved.current}
        consequence="The bucket is not added yet. What you have typed would be lost."
      />
      <FormShell
        onSubmit={form.handleSubmit((read) =>
          create.mutate({ bucketId: read.bucketId || 'unique()', ...toBucket(read) }),
        )}
        pending={create.isPending && 'Adding…'}
        error={problemBeside(create.error, bucketLabels)}
        fieldErrors={errors}
        submit="Add bucket"
        shortcut="mod+s"
      >
        <BucketFields form={form} isNew />
      </FormShell>
    </>
  )
}
