/** What {@link element} sets on what it makes. */
export interface Properties {
  readonly class?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Makes an HTML element with its children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (properties.class !== undefined) made.className = properties.class;
  if (properties.text !== undefined) made.textContent = properties.text;
  for (const [attribute, value] of Object.entries(properties.attributes ?? {}))
    made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** Shows text in the cells of a table's rows. The cells stay where they are, for whoever is reading or pointing at one. */
export function setCells(
  rows: HTMLCollectionOf<HTMLTableRowElement>,
  texts: readonly (readonly string[])[],
): void {
  texts.forEach((line, index) => {
    const cells = rows[index]?.cells;
    line.forEach((text, column) => {
      const cell = cells?.[column];
      if (cell) setText(cell, text);
    });
  });
}

/** Shows text, and the same as a tooltip in case it is cut off. Leaves the element alone where nothing changes. */
export function setText(target: HTMLElement, text: string, tooltip = text): void {
  if (target.textContent !== text) target.textContent = text;
  if (target.title !== tooltip) target.title = tooltip;
}
