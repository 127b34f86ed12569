// The second look before anything is done.

import { h } from "./dom.js";

let number = 0;

function field(option) {
  const id = `option-${option.key}-${(number += 1)}`;
  if (option.kind === "several") {
    const boxes = option.choices.map((choice) => h("label", { class: "box" }, h("input", { type: "checkbox", name: option.key, value: choice }), choice));
    return h("fieldset", { class: "several" }, h("legend", {}, option.label), boxes);
  }
  const control =
    option.kind === "choice"
      ? h("select", { id, name: option.key }, option.choices.map(([value, words]) => h("option", { value }, words)))
      : h("input", { id, name: option.key, placeholder: option.placeholder ?? "", autocomplete: "off", spellcheck: "false", maxlength: option.most ?? 200 });
  return h("div", { class: "field" }, h("label", { for: id }, option.label), control);
}

/** What was said, by key; several are joined as policies write them. */
function read(form) {
  const said = {};
  for (const [key, value] of new FormData(form)) {
    const text = value.trim();
    if (text) said[key] = said[key] ? `${said[key]},${text}` : text;
  }
  return said;
}

/**
 * Shows the dialog. `act(said, dry)` is called when it is meant; it resolves to null once that is under way, or to a
 * sentence that is shown in the dialog, which then stays. Resolves when the dialog is closed.
 */
export function confirm({ title, subject, where, effect, options = [], button, danger = false, tries = false, reason = true, act }) {
  return new Promise((resolve) => {
    const said = h("p", { class: "answer", role: "status" });
    const why = { key: "why", label: "Why", placeholder: "kept with the answer", most: 500 };
    const dialog = h(
      "dialog",
      { class: "confirm", "aria-labelledby": "confirm-title" },
      h(
        "form",
        { method: "dialog" },
        h("h2", { id: "confirm-title" }, title),
        h("p", { class: "subject" }, h("code", {}, subject), h("span", {}, ` on ${where}`)),
        h("p", {}, effect),
        h("div", { class: "fields" }, options.map(field), reason && field(why)),
        said,
        h(
          "div",
          { class: "choices" },
          h("button", { class: "button", type: "button", value: "no", autofocus: true, onclick: () => dialog.close() }, "Cancel"),
          tries && h("button", { class: "button", value: "dry" }, "Dry run"),
          h("button", { class: danger ? "button primary danger" : "button primary", value: "yes" }, button),
        ),
      ),
    );
    const busy = (now) => dialog.querySelectorAll("button:not([value=no])").forEach((one) => (one.disabled = now));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    // CSP lets no form be sent: the choice is taken here.
    dialog.addEventListener("submit", async (event) => {
      event.preventDefault();
      // Enter in a field presses the first that submits: it tries where that can be.
      const choice = event.submitter.value;
      busy(true);
      said.textContent = choice === "dry" ? "Asking what would be done…" : "Asking…";
      const sentence = await act(read(event.target), choice === "dry");
      busy(false);
      if (sentence === null) dialog.close();
      else said.textContent = sentence;
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
