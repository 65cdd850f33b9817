/** Where in a list one was, so that the way back leads there, filters and page included. */
export function listPlace<Search extends object>() {
  let last = {} as Search
  return {
    last: () => last,
    remember: (search: Search) => {
      last = search
    },
  }
}
