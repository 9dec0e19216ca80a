import type { OpDefinition } from '../define';
import { enlist } from '../dispatch';
import { placeInternals } from '../places';
import { activations } from './activation';
import { arithmetic } from './arithmetic';
import { oneHot, prelu } from './classes';
import { similarities } from './similarity';
import { binaryEntropies, binaryEntropyInternals } from './binaryEntropy';
import { bitwises } from './bitwise';
import { blendings } from './blending';
import { bounded } from './bounded';
import { comparisons } from './comparison';
import { convolutionInternals, convolutions } from './convolution';
import { creations } from './creation';
import { entropies } from './crossEntropy';
import { cumulativeInternals, cumulatives } from './cumulative';
import { cuttingInternals, cuttings } from './cutting';
import { divisionInternals, divisions } from './division';
import { dropout } from './dropout';
import { einsum } from './einsum';
import { embedding, embeddingBackward } from './embedding';
import { exponentials } from './exponential';
import { extremeInternals, extremes } from './extremes';
import { finites } from './finite';
import { flow } from './flow';
import { fusedProducts } from './fused';
import { gatings } from './gating';
import { hyperbolics } from './hyperbolic';
import { indexingInternals, indexings } from './indexing';
import { joinings } from './joining';
import { linear } from './layer';
import { layerings } from './layering';
import { linearSystems } from './linear';
import { logicals } from './logical';
import { linePoolings } from './lines';
import { losses, lossInternals } from './loss';
import { maskedMoves } from './masked';
import { maskings } from './masking';
import { matrices } from './matrix';
import { moreLosses } from './moreLosses';
import { norms } from './norm';
import { vectorNorm } from './vectorNorm';
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
import { scatterings } from './scattering';
import { shapes } from './shape';
import { stackings } from './stacking';
import { reshapings } from './reshaping';
import { paddings } from './padding';
import { diagonals } from './diagonals';
import { shrinkings } from './shrinking';
import { slicingInternals, slicings } from './slicing';
import { softmaxes } from './softmax';
import { sortingInternals, sortings } from './sorting';
import { specials } from './special';
import { statistics } from './statistics';
import { trigonometrics } from './trigonometric';
import { truths } from './truth';
import { writingInternals } from './writing';

/** Every operation, in palette order. */
export const catalog: readonly OpDefinition[] = [
  ...arithmetic,
  ...powers,
  ...divisions,
  ...roundings,
  ...blendings,
  ...exponentials,
  ...trigonometrics,
  ...hyperbolics,
  ...specials,
  ...activations,
  ...rectifiers,
  ...bounded,
  ...shrinkings,
  prelu,
  ...reductions,
  ...statistics,
  ...norms,
  vectorNorm,
  ...extremes,
  ...sortings,
  ...truths,
  ...cumulatives,
  ...softmaxes,
  ...gatings,
  linear,
  embedding,
  layerNorm,
  dropout,
  ...convolutions,
  ...poolings,
  ...linePoolings,
  ...matrices,
  ...linearSystems,
  ...fusedProducts,
  ...similarities,
  einsum,
  ...shapes,
  ...joinings,
  ...stackings,
  ...cuttings,
  ...reorderings,
  ...rearrangements,
  ...reshapings,
  ...paddings,
  ...diagonals,
  ...losses,
  ...moreLosses,
  ...entropies,
  ...binaryEntropies,
  ...slicings,
  ...indexings,
  ...scatterings,
  ...layerings,
  oneHot,
  ...maskings,
  ...maskedMoves,
  ...comparisons,
  ...logicals,
  ...bitwises,
  ...finites,
  ...flow,
  ...creations,
  ...ranges,
  ...randoms
].map(enlist);

/** Operations that vjps are written with and that nobody calls by name. */
export const internals: readonly OpDefinition[] = [
  ...rearrangementInternals,
  ...cuttingInternals,
  ...divisionInternals,
  ...lossInternals,
  ...binaryEntropyInternals,
  ...placeInternals,
  ...slicingInternals,
  ...indexingInternals,
  ...writingInternals,
  ...extremeInternals,
  ...sortingInternals,
  ...cumulativeInternals,
  embeddingBackward,
  ...convolutionInternals,
  ...poolingInternals
].map(enlist);
