import type { OpDefinition } from '../define';
import { enlist } from '../dispatch';
import { placeInternals } from '../places';
import { activations } from './activation';
import { arithmetic } from './arithmetic';
import { binaryEntropies, binaryEntropyInternals } from './binaryEntropy';
import { bounded } from './bounded';
import { comparisons } from './comparison';
import { convolutionInternals, convolutions } from './convolution';
import { creations } from './creation';
import { entropies } from './crossEntropy';
import { cumulativeInternals, cumulatives } from './cumulative';
import { cuttingInternals, cuttings } from './cutting';
import { dropout } from './dropout';
import { einsum } from './einsum';
import { embedding, embeddingBackward } from './embedding';
import { exponentials } from './exponential';
import { extremeInternals, extremes } from './extremes';
import { flow } from './flow';
import { indexingInternals, indexings } from './indexing';
import { joinings } from './joining';
import { linear } from './layer';
import { logicals } from './logical';
import { losses, lossInternals } from './loss';
import { maskings } from './masking';
import { matrices } from './matrix';
import { norms } from './norm';
import { layerNorm } from './normalization';
import { poolingInternals, poolings } from './pooling';
import { powers } from './powers';
import { randoms } from './random';
import { ranges } from './ranges';
import { rearrangementInternals, rearrangements } from './rearrange';
import { rectifiers } from './rectifiers';
import { reductions } from './reduction';
import { reorderings } from './reorder';
import { roundings } from './rounding';
import { shapes } from './shape';
import { slicingInternals, slicings } from './slicing';
import { softmaxes } from './softmax';
import { statistics } from './statistics';
import { trigonometrics } from './trigonometric';
import { truths } from './truth';

/** Every operation, in palette order. */
export const catalog: readonly OpDefinition[] = [
  ...arithmetic,
  ...powers,
  ...roundings,
  ...exponentials,
  ...trigonometrics,
  ...activations,
  ...rectifiers,
  ...bounded,
  ...reductions,
  ...statistics,
  ...norms,
  ...extremes,
  ...truths,
  ...cumulatives,
  ...softmaxes,
  linear,
  embedding,
  layerNorm,
  dropout,
  ...convolutions,
  ...poolings,
  ...matrices,
  einsum,
  ...shapes,
  ...joinings,
  ...cuttings,
  ...reorderings,
  ...rearrangements,
  ...losses,
  ...entropies,
  ...binaryEntropies,
  ...slicings,
  ...indexings,
  ...maskings,
  ...comparisons,
  ...logicals,
  ...flow,
  ...creations,
  ...ranges,
  ...randoms
].map(enlist);

/** Operations that vjps are written with and that nobody calls by name. */
export const internals: readonly OpDefinition[] = [
  ...rearrangementInternals,
  ...cuttingInternals,
  ...lossInternals,
  ...binaryEntropyInternals,
  ...placeInternals,
  ...slicingInternals,
  ...indexingInternals,
  ...extremeInternals,
  ...cumulativeInternals,
  embeddingBackward,
  ...convolutionInternals,
  ...poolingInternals
].map(enlist);
