import { numel, type Shape } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';

/** Geometry of a 2-D convolution; a 1-D one has height 1. */
export interface Convolution {
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

/** Sizes [batch, channels, height, width] of input and output, [out, in / groups, height, width] of the weight. */
export interface ConvolutionShapes {
  readonly input: Shape;
  readonly weight: Shape;
  readonly output: Shape;
}

const at = (shape: Shape, dim: number): number => shape[dim] ?? 1;

/** Elements as doubles in row-major order. */
export const flat = (t: Tensor): Float64Array => Float64Array.from(t.values());

/** Which of the three the products are added up in. */
export type Target = 'output' | 'input' | 'weight';

/**
 * Adds up input × weight products: for each output place and each tap of the kernel one. Into the output it is the
 * convolution (cross-correlation, as PyTorch's), into the input or the weight its transpose, the gradient.
 */
export function convolve(
  target: Target,
  a: Float64Array,
  b: Float64Array,
  { input, weight, output }: ConvolutionShapes,
  { stride, padding, dilation, groups }: Convolution
): Float64Array {
  const shapes = { input, weight, output };
  const total = new Float64Array(numel(shapes[target]));
  const [channels, high, wide] = [at(weight, 1), at(input, 2), at(input, 3)];
  const [kernelHigh, kernelWide] = [at(weight, 2), at(weight, 3)];
  const [outHigh, outWide] = [at(output, 2), at(output, 3)];
  const perGroup = at(output, 1) / groups;
  for (let n = 0; n < at(input, 0); n++) {
    for (let o = 0; o < at(output, 1); o++) {
      const first = Math.floor(o / perGroup) * channels;
      for (let c = 0; c < channels; c++) {
        const inputPlane = (n * at(input, 1) + first + c) * high;
        const weightPlane = (o * channels + c) * kernelHigh;
        for (let ky = 0; ky < kernelHigh; ky++) {
          for (let oy = 0; oy < outHigh; oy++) {
            const y = oy * stride[0] - padding[0] + ky * dilation[0];
            if (y < 0 || y >= high) continue;
            const inputRow = (inputPlane + y) * wide;
            const outputRow = ((n * at(output, 1) + o) * outHigh + oy) * outWide;
            for (let kx = 0; kx < kernelWide; kx++) {
              const wi = (weightPlane + ky) * kernelWide + kx;
              const shift = kx * dilation[1] - padding[1];
              for (let ox = 0; ox < outWide; ox++) {
                const x = ox * stride[1] + shift;
                if (x < 0 || x >= wide) continue;
                const [xi, yi] = [inputRow + x, outputRow + ox];
                if (target === 'output') {
                  total[yi] = (total[yi] ?? 0) + (a[xi] ?? 0) * (b[wi] ?? 0);
                } else if (target === 'input') {
                  total[xi] = (total[xi] ?? 0) + (a[yi] ?? 0) * (b[wi] ?? 0);
                } else {
                  total[wi] = (total[wi] ?? 0) + (a[yi] ?? 0) * (b[xi] ?? 0);
                }
              }
            }
          }
        }
      }
    }
  }
  return total;
}
