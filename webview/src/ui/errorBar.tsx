import { visibleText } from '@stillframe/protocol/reading';
import { CloseIcon } from './icons.tsx';

/** A request that failed, in one sentence, until it is dismissed. */
export const ErrorBar = ({ message, onClose }: { readonly message: string; readonly onClose: () => void }) => (
  <div class="errorBar" role="alert">
    <span>{visibleText(message)}</span>
    <button type="button" class="iconButton" aria-label="Dismiss" title="Dismiss" onClick={onClose}>
      <CloseIcon />
    </button>
  </div>
);
