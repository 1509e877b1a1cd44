/** Which keys there are. */

import { useState } from "preact/hooks";
import { Button, Dialog } from "../../design/components";
import { Switch } from "../kit/components/Switch";
import { useDashboard } from "../kit/hooks/context";
import { useTexts } from "../kit/hooks/texts";

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const { preferences } = useDashboard();
  const [letters, setLetters] = useState(preferences.letters);
  const rows: [string[], string][] = [
    [["J", `${texts.keys.alt} J`], texts.keys.next],
    [["K", `${texts.keys.alt} K`], texts.keys.previous],
    [["/"], texts.keys.search],
    [["E"], texts.keys.markRead],
    [["U"], texts.keys.markUnread],
    [["Esc"], texts.keys.back],
    [["Enter"], texts.keys.send],
    [["Shift Enter"], texts.keys.breakLine],
    [["?"], texts.keys.help],
  ];
  return (
    <Dialog
      title={texts.keys.title}
      onClose={onClose}
      actions={<Button onClick={onClose}>{texts.close}</Button>}
    >
      <dl class="keys">
        {rows.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Switch
        label={texts.keys.letters}
        hint={texts.keys.lettersHint}
        on={letters}
        onChange={(on) => {
          preferences.letters = on;
          setLetters(on);
        }}
      />
    </Dialog>
  );
}
