/** Pixels of a point: of text, so that 10 points are the page's 12 pixels, and of lines and markers. */
export const TEXT_POINT = 1.2;
export const LINE_POINT = 1.3;

/** A font size in pixels that can be read and doesn't burst the figure. */
export const fontPixels = (points: number): number =>
  Math.max(9, Math.min(40, points * TEXT_POINT));

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Room at the sides of something. */
export interface Pads {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const noPads = (): Pads => ({ left: 0, right: 0, top: 0, bottom: 0 });

/** The larger of two rooms at each side. */
export const widest = (a: Pads, b: Pads): Pads => ({
  left: Math.max(a.left, b.left),
  right: Math.max(a.right, b.right),
  top: Math.max(a.top, b.top),
  bottom: Math.max(a.bottom, b.bottom)
});
