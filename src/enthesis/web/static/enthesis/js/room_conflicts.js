/* Two people, one entry: both values are shown with who and when, and one is chosen. Nothing is lost: both stay in the record. */
export function startConflicts({ mine, theirs }) {
  const open = new Map();
  const box = document.createElement("div");
  box.className = "conflicts";
  box.setAttribute("role", "alert");
  document.querySelector(".top").prepend(box);

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  function draw() {
    box.replaceChildren();
    for (const [at, conflict] of open) {
      const line = element("div", "", "banner banner-danger conflict");
      const said = element("p");
      said.append(element("b", `${conflict.what}: `));
      const { standing } = conflict;
      said.append(standing ? `${standing.who} recorded “${standing.says}” at ${standing.at}. You entered “${conflict.yours.says}”.` : `It was changed elsewhere. You entered “${conflict.yours.says}”.`);
      const keep = element("button", standing ? `Keep ${standing.who}’s` : "Leave it", "btn btn-s");
      const use = element("button", "Use mine", "btn btn-s");
      keep.type = "button";
      use.type = "button";
      keep.addEventListener("click", () => { open.delete(at); draw(); theirs(conflict); });
      use.addEventListener("click", () => { open.delete(at); draw(); mine(conflict); });
      line.append(said, keep, use);
      box.append(line);
    }
  }

  return {
    any: () => open.size > 0,
    show(conflicts) {
      for (const conflict of conflicts) open.set(`${conflict.kind}:${conflict.key}`, conflict);
      draw();
    },
    /* One sentence that must be read; with a label, a button that loads the page again. */
    tell(text, label) {
      const line = element("div", "", "banner banner-danger conflict");
      line.append(element("p", text));
      const button = element("button", label || "Close", "btn btn-s");
      button.type = "button";
      button.addEventListener("click", () => { if (label) location.reload(); else line.remove(); });
      line.append(button);
      box.append(line);
    },
  };
}
