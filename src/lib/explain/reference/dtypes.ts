import { noGrad } from '../../autograd/mode';
import { type Attributes, bind } from '../../ops/attributes';
import type { OpDefinition } from '../../ops/define';
import { call } from '../../ops/dispatch';
import { kindOfSample, sampleTensor } from '../../ops/sample';
import { type DType, DTYPES } from '../../tensor/dtype';
import { faultText } from './example';

/** What comes of an element type: that of the result, or PyTorch's refusal. */
export type Accepted =
  | { readonly given: DType; readonly result: DType }
  | { readonly given: DType; readonly refusal: string };

/** Tries the first sample in every element type; an operation without tensors is asked for it by its attribute. */
export function acceptedTypes(op: OpDefinition): Accepted[] {
  const [sample] = op.samples;
  if (!sample) return [];
  const takesTensors = sample.inputs.some((value) => kindOfSample(value) === 'float');
  const attribute = Object.keys(op.attributes).find(
    (name) => op.attributes[name]?.kind === 'dtype'
  );
  if (!takesTensors && (attribute === undefined || op.inputs.length > 0)) return [];
  return DTYPES.map((given) => {
    const inputs = sample.inputs.map((value) => sampleTensor(value, { dtype: given }));
    const asked: Attributes =
      !takesTensors && attribute !== undefined ? { [attribute]: given } : {};
    try {
      const attributes = bind(op, { ...sample.attributes, ...asked });
      return { given, result: noGrad(() => call(op, inputs, attributes)).dtype };
    } catch (error) {
      return { given, refusal: faultText(error) };
    }
  });
}
