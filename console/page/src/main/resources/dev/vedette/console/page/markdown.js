// The little Markdown that rule pages use, as elements: no page text is ever read as markup.

import { h } from "./dom.js";

/** Bold, code and plain text. */
function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`") && part.length > 2) return h("code", {}, part.slice(1, -1));
    if (part.startsWith("**") && part.length > 4) return h("b", {}, part.slice(2, -2));
    return part.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1");
  });
}

const HEADING = /^(#{1,4})\s+(.*)$/;
const ITEM = /^\s*(?:[-*]|\d+\.)\s+(.*)$/;

/** The elements of a page; its first heading is left out, the caller shows the title. */
export function markdown(text) {
  const elements = [];
  const lines = text.split("\n");
  let titleSeen = false;
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    const heading = HEADING.exec(line);
    if (line.startsWith("```")) {
      const end = lines.findIndex((other, index) => index > at && other.startsWith("```"));
      const last = end < 0 ? lines.length : end;
      elements.push(h("pre", {}, h("code", {}, lines.slice(at + 1, last).join("\n"))));
      at = last + 1;
    } else if (heading) {
      if (heading[1].length > 1 || titleSeen) elements.push(h("h4", {}, ...inline(heading[2])));
      titleSeen = true;
      at += 1;
    } else if (ITEM.test(line)) {
      const items = [];
      while (at < lines.length && (ITEM.test(lines[at]) || /^\s+\S/.test(lines[at]))) {
        const item = ITEM.exec(lines[at]);
        if (item) items.push(item[1]);
        else items[items.length - 1] += ` ${lines[at].trim()}`;
        at += 1;
      }
      elements.push(h("ul", {}, items.map((item) => h("li", {}, ...inline(item)))));
    } else if (line.trim() === "") {
      at += 1;
    } else {
      const paragraph = [];
      while (at < lines.length && lines[at].trim() !== "" && !HEADING.test(lines[at]) && !ITEM.test(lines[at]) && !lines[at].startsWith("```")) {
        paragraph.push(lines[at].trim());
        at += 1;
      }
      elements.push(h("p", {}, ...inline(paragraph.join(" "))));
    }
  }
  return elements;
}
