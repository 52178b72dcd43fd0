/* The editor of a cell: CodeMirror, set up for short pieces of Python. */

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  HighlightStyle,
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

/* Colours stand for labels in the course, so code is set apart by weight and slant, and few of them. */
const look = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], class: "cell-keyword" },
  { tag: tags.comment, class: "cell-comment" },
  { tag: [tags.string, tags.number, tags.bool], class: "cell-value" },
]);

/** Make an editor.

    `label` names it, `described` is the id of the advice on its keys,
    `changed` hears each new text, `run` is called for Shift+Enter. */
export function makeEditor({ parent, text, label, described, changed, run }) {
  /* A binding that says no lets the editor break the line as well. */
  const runInstead = () => {
    run();
    return true;
  };
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        python(),
        syntaxHighlighting(look),
        keymap.of([
          { key: "Shift-Enter", run: runInstead },
          ...defaultKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-describedby": described,
          autocapitalize: "off",
          spellcheck: "false",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
}

/** Replace the whole text; the reader can undo that. */
export function replaceText(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}
