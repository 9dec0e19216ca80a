import { supportedKeywords, unsupportedKeywords } from '../../formula/keywords';
import { LIMITS } from '../../graph/document';

/** Source: https://docs.python.org/3/library/functions.html and …/library/exceptions.html */
const BUILTINS = new Set(
  `ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup
    BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError
    ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
    DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception
    ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning
    GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError
    IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError
    NameError NotADirectoryError NotImplemented NotImplementedError OSError OverflowError
    PendingDeprecationWarning PermissionError ProcessLookupError RecursionError ReferenceError
    ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError
    SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError
    UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
    UserWarning ValueError Warning ZeroDivisionError abs aiter all anext any ascii bin bool
    breakpoint bytearray bytes callable chr classmethod compile complex copyright credits
    delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr
    globals hasattr hash help hex id input int isinstance issubclass iter len license list
    locals map max memoryview min next object oct open ord pow print property quit range repr
    reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip`
    .split(/\s+/)
    .filter((name) => name !== '')
);

const isReserved = (name: string): boolean =>
  BUILTINS.has(name) ||
  unsupportedKeywords.has(name) ||
  supportedKeywords.has(name) ||
  /^__.*__$/.test(name);

/** `sum_`, as PEP 8 has it, where `sum` means something else; `sum_2`, `sum_3`, … where it is taken. */
function renamed(name: string, isFree: (name: string) => boolean, meansElse: boolean): string {
  for (let n = meansElse ? 1 : 2; ; n++) {
    const suffix = n === 1 ? '_' : `_${n}`;
    const tried = name.slice(0, LIMITS.name - suffix.length) + suffix;
    if (isFree(tried)) return tried;
  }
}

/**
 * Names for Python: as they are where Python can have them so, others with something behind them.
 * @param names wanted names by what they name; equal ones are told apart
 * @param taken names that the program uses for something else, such as `torch`
 */
export function pythonNames(
  names: readonly (readonly [key: string, name: string])[],
  taken: Iterable<string>
): Map<string, string> {
  const modules = new Set(taken);
  const used = new Set(modules);
  const given = new Map<string, string>();
  const isFree = (name: string): boolean => !used.has(name) && !isReserved(name);
  // Those that can stay come first, so that no renamed one takes their place.
  for (const stays of [true, false]) {
    for (const [key, wanted] of names) {
      if (given.has(key) || (stays && !isFree(wanted))) continue;
      const name = isFree(wanted)
        ? wanted
        : renamed(wanted, isFree, isReserved(wanted) || modules.has(wanted));
      given.set(key, name);
      used.add(name);
    }
  }
  return given;
}
