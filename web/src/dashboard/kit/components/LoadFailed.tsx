/** Says that something could not be loaded, and offers to try it again. */

import { Button, Notice } from "../../../design/components";
import { useTexts } from "../hooks/texts";

interface LoadFailedProps {
  title: string;
  text: string;
  onRetry: () => void;
}

export function LoadFailed({ title, text, onRetry }: LoadFailedProps) {
  const texts = useTexts();
  return (
    <Notice
      icon="alert"
      title={title}
      actions={
        <Button small icon="retry" onClick={onRetry}>
          {texts.tryAgain}
        </Button>
      }
    >
      {text}
    </Notice>
  );
}
