import { download, fileName } from '../../state/files';
import { standalone } from '../charts/picture';

/** Saves text as a file of the user's. */
export function save(content: string, type: string, title: string, ending: string): void {
  download(new Blob([content], { type }), fileName(title, ending));
}

/** Saves a drawing, where there is one. */
export function savePicture(drawing: SVGSVGElement | undefined, title: string): void {
  if (drawing) save(standalone(drawing), 'image/svg+xml', title, 'svg');
}
