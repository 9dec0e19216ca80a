/** What `plt.show()` hands over: a figure as data. */
export interface FigureSpec {
  readonly width: number;
  readonly height: number;
}
