import { stateCode, stateNames } from '../../../tag/states.js';
import { partyName } from '../../wording.js';

/** Parties to choose from, by letter. */
export const partyOptions: [string, string][] = ['D', 'R', 'I'].map((letter) => [letter, partyName(letter)]);
/** Offices to choose from. */
export const officeOptions: [string, string][] = [
  ['senate', 'Senators'],
  ['attorney-general', 'Attorneys general'],
  ['house', 'Representatives'],
];
/** States to choose from, by name. */
export const stateOptions: [string, string][] = stateNames()
  .map((name): [string, string] => [stateCode(name) ?? name, name])
  .sort(([, one], [, other]) => one.localeCompare(other));

/** A field of a form that takes one of some values, or none. */
export function Choice(props: {
  name: string;
  label: string;
  chosen: string | undefined;
  options: [string, string][];
  any?: string;
}) {
  return (
    <label>
      <span>{props.label}</span>
      <select name={props.name}>
        <option value="">{props.any ?? 'Any'}</option>
        {props.options.map(([value, name]) => (
          <option value={value} selected={value === props.chosen}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
