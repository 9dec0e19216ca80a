import { describe, expect, it } from 'vitest';
import { imageSource, linkTarget, partName } from './addresses';
import { toHtml } from './markdown';

const inline = (tex: string): string => `<span data-math="inline">${tex}</span>`;
const display = (tex: string): string => `<span data-math="display">${tex}</span>`;

describe('formulas in Markdown', () => {
  it.each([
    ['$x_i$ and $x_j$', `<p>${inline('x_i')} and ${inline('x_j')}</p>`],
    ['$a < b$ *c*', `<p>${inline('a &lt; b')} <em>c</em></p>`],
    ['for $$x^2$$ too', `<p>for ${display('x^2')} too</p>`],
    ['$$\na\n= b\n\n- c\n$$', `<p>${display('a\n= b\n\n- c')}</p>`],
    ['text\n$$a_1*b*c$$', `<p>text</p>\n<p>${display('a_1*b*c')}</p>`],
    [
      '\\begin{align}\na &= b\n\\end{align}',
      `<p>${display('\\begin{align}\na &amp;= b\n\\end{align}')}</p>`
    ],
    ['\\\\(x*y*z\\\\)', `<p>${inline('x*y*z')}</p>`],
    [
      '<p id="$a$">for $x_1^2$, <code>$y$</code> and $$z$$, $5 or $6</p>',
      `<p id="$a$">for ${inline('x_1^2')}, <code>$y$</code> and ${display('z')}, $5 or $6</p>`
    ],
    ['$\\text{a \\$ b}$', `<p>${inline('\\text{a \\$ b}')}</p>`]
  ])('%j', (source, html) => expect(toHtml(source).trim()).toBe(html));

  it.each([
    ['it costs $5 or $10', '<p>it costs $5 or $10</p>'],
    ['`$x$`', '<p><code>$x$</code></p>'],
    ['```\n$x$\n```', '<pre><code>$x$\n</code></pre>'],
    ['\\$x$', '<p>$x$</p>'],
    ['a $ b $ c', '<p>a $ b $ c</p>']
  ])('%j has none', (source, html) => expect(toHtml(source).trim()).toBe(html));
});

describe('links', () => {
  it('lead to the web and to parts of the notebook', () => {
    const elsewhere = (address: string) => ({ kind: 'elsewhere', address });
    expect(linkTarget('https://pytorch.org/docs')).toEqual(elsewhere('https://pytorch.org/docs'));
    expect(linkTarget('mailto:a@b.c')).toEqual(elsewhere('mailto:a@b.c'));
    expect(linkTarget('#Part-1')).toEqual({ kind: 'part', address: '#user-content-Part-1' });
    expect(partName(' Part 1 ')).toBe('user-content-Part-1');
  });

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a/b',
    'other.ipynb',
    '//example.org/x',
    ''
  ])('never to %j', (href) => expect(linkTarget(href)).toBeNull());
});

describe('images', () => {
  const attachments = {
    'a b.png': { 'image/png': 'iVBORw0=' },
    'page.html': { 'text/html': '<script>alert(1)</script>' }
  };

  it('are those that are there already', () => {
    expect(imageSource('data:image/png;base64,AAAA', undefined)).toBe('data:image/png;base64,AAAA');
    const attached = 'data:image/png;base64,iVBORw0=';
    expect(imageSource('attachment:a b.png', attachments)).toBe(attached);
    expect(imageSource('attachment:a%20b.png', attachments)).toBe(attached);
  });

  it.each([
    'https://example.org/a.png',
    '//example.org/a.png',
    'a.png',
    'attachment:page.html',
    'attachment:gone.png',
    'attachment:%',
    'data:text/html,x',
    'javascript:alert(1)'
  ])('aren’t %j', (source) => expect(imageSource(source, attachments)).toBeNull());
});
