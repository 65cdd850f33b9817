import './lib/zod-without-eval.ts'
import './styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isAnswer } from './lib/api-error.ts'
import { createQueryClient } from './lib/query-client.ts'
import { createConsoleRouter } from './router.tsx'

const queryClient = createQueryClient()
const router = createConsoleRouter(queryClient)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root, {
  // A page that is not there, or could not be had, is an answer, and no fault to be reported in the console.
  onCaughtError: (error) => {
    if (!isAnswer(error)) reportError(error)
  },
}).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
