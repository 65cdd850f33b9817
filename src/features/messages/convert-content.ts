// From plain text to HTML and back, by hand: what is converted was typed here, and the words must all survive.

/** A blank line ends a paragraph, a line end is one. */
export function textToHtml(text: string): string {
  return text
    .trim()
    .split(/\n{2,}/)
    .filter(Boolean)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>\n')}</p>`)
    .join('\n')
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const blocks = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY TFOOT THEAD TR UL'.split(
    ' ',
  ),
)
const spaced = new Set('BLOCKQUOTE DL H1 H2 H3 H4 H5 H6 OL P PRE TABLE UL'.split(' '))
const unread = new Set(['STYLE', 'SCRIPT', 'HEAD', 'TITLE', 'TEMPLATE'])

/** The words line by line, links followed by where they lead, images by what stands for them. */
export function htmlToText(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  return textOf(body)
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return (node.textContent ?? '').replace(/[\s\u00a0]+/g, ' ')
  if (!(node instanceof Element) || unread.has(node.tagName)) return ''
  if (node.tagName === 'BR') return '\n'
  if (node.tagName === 'IMG') return node.getAttribute('alt') ?? ''
  const inner = [...node.childNodes].map(textOf).join('')
  if (node.tagName === 'A') return withAddress(inner, node.getAttribute('href') ?? '')
  if (node.tagName === 'LI') return `\n- ${inner.trim()}`
  if (node.tagName === 'TD' || node.tagName === 'TH') return `${inner} `
  if (!blocks.has(node.tagName)) return inner
  const gap = spaced.has(node.tagName) ? '\n\n' : '\n'
  return `${gap}${inner}${gap}`
}

function withAddress(words: string, href: string): string {
  const address = href.replace(/^mailto:/i, '')
  return !/^(https?:|mailto:)/i.test(href) || words.trim() === address ? words : `${words} (${address})`
}
