/* What the scripts of one page know of each other, and what reveal.js and the editor bring. */

interface Command {
  group: string;
  keys: string;
  label: string;
  /* Without it the command only tells what a key or a click does. */
  run?: () => void;
  code?: number;
  character?: string;
}

interface Commands {
  commands: Command[];
  isCopy: boolean;
  add(...commands: Command[]): void;
  bindKeys(): void;
}

interface RevealDeck {
  [method: string]: (...parts: any[]) => any;
}

/* `var` makes each of them a property of `window`, too. */
declare var Reveal: RevealDeck;
declare var RevealNotes: unknown;
declare var RevealSearch: unknown;
declare var RevealZoom: unknown;
declare var lessonDeck: Commands;
declare var deckTheme: { toggle(): void };
declare var lessonLearner: any;
declare var deck: { [name: string]: any };
declare var paper: { [name: string]: any };

/* Their own types are beside their code, in a folder of the cache that changes its name. */
declare module "@codemirror/commands";
declare module "@codemirror/lang-python";
declare module "@codemirror/language";
declare module "@codemirror/state";
declare module "@codemirror/view";
declare module "@lezer/highlight";
