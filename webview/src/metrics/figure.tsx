export type FigureProps = {
  readonly label: string;
  readonly value: string;
  /** The chart's line of this number, by its colour's name. */
  readonly mark?: 'blue' | 'yellow' | 'red' | 'purple';
  readonly isSmall?: boolean;
};

/** A number with its name below it. */
export const Figure = ({ label, value, mark, isSmall }: FigureProps) => (
  <div class={isSmall === true ? 'figure small' : 'figure'}>
    <dt>
      {mark !== undefined && <span class={`mark ${mark}`} aria-hidden="true" />}
      {label}
    </dt>
    <dd>{value}</dd>
  </div>
);
