import { compile } from '../../graph/program';
import { run } from '../../graph/run';
import { symbolicDerivative, type Symbolic } from '../symbolic/symbolic';
import { compare, type Comparison } from './compare';
import type { DerivativeAnswer, DerivativeQuestion } from './protocol';

/** What of a symbolic derivative can be sent. */
function shown(symbolic: Symbolic): DerivativeAnswer['symbolic'] {
  if (symbolic.kind !== 'formula') return symbolic;
  const { kind, left, right, where } = symbolic;
  return { kind, left, right, where };
}

/** Derives, simplifies, moves values to either side and compares: some dozen milliseconds, so made for a worker. */
export function answer({ id, document, top, bottom }: DerivativeQuestion): DerivativeAnswer {
  const done = run(compile(document));
  const symbolic = symbolicDerivative(document, done, top, bottom);
  const comparison: Comparison = compare(done, top, bottom, symbolic);
  return { id, symbolic: shown(symbolic), comparison };
}
