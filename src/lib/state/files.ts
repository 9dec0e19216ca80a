/** Saves data as a file of the user's. */
export function download(data: Blob, fileName: string): void {
  const url = URL.createObjectURL(data);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download reads the address after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Saves a text as a file that is named after a title; answers the file's name. */
export function saveText(text: string, type: string, title: string, ending: string): string {
  const name = fileName(title, ending);
  download(new Blob([text], { type }), name);
  return name;
}

export const isNotebookFile = ({ name }: { readonly name: string }): boolean =>
  /\.ipynb$/i.test(name);

/** A file name made of a title. */
export function fileName(title: string, ending: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/[^\w]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return `${plain.slice(0, 60) || 'backflow'}.${ending}`;
}
