// Sorting and filtering of the accounts. Without it the page says the same, in the order of the worst first.
(() => {
  "use strict";
  const table = document.getElementById("account-table");
  if (!table) return;
  document.documentElement.classList.add("js");
  const bodies = [...table.tBodies];
  const verdicts = ["active", "undetermined", "clean"];
  const cell = (body, column) => body.rows[0].cells[column].textContent.trim();
  const accounts = bodies.map((body, place) => ({
    body,
    place,
    text: undefined,
    verdict: body.className,
    keys: {
      account: cell(body, 0),
      verdict: verdicts.indexOf(body.className),
      age: body.dataset.age === undefined ? undefined : Number(body.dataset.age),
      mfa: cell(body, 3),
      generated: /^\d/.test(cell(body, 4)) ? cell(body, 4).slice(0, 10) : undefined,
    },
  }));

  // What is not known stands last, whichever way the rest is sorted; what is alike stays as it was made.
  const sort = (key, down) => {
    const sign = down ? -1 : 1;
    const order = (a, b) => {
      const [x, y] = [a.keys[key], b.keys[key]];
      if (x === y) return a.place - b.place;
      if (x === undefined) return 1;
      if (y === undefined) return -1;
      return (x < y ? -1 : 1) * sign;
    };
    table.append(...accounts.sort(order).map((account) => account.body));
  };
  const headers = [...table.tHead.rows[0].cells];
  for (const header of headers) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const key = header.dataset.sort;
      const before = header.getAttribute("aria-sort");
      // The oldest key first; names, verdicts and days as they are read.
      const down = before ? before === "ascending" : key === "age";
      for (const other of headers) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(key, down);
    });
  }

  const controls = document.getElementById("choose");
  const filter = document.getElementById("filter");
  const boxes = [...controls.querySelectorAll("[name=verdict]")];
  const shown = document.getElementById("shown");
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let count = 0;
    for (const account of accounts) {
      if (words.length) account.text ??= account.body.textContent.toLowerCase();
      const fits = wanted.has(account.verdict) && words.every((word) => account.text.includes(word));
      account.body.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = `${count} of ${accounts.length} accounts shown`;
  };
  filter.addEventListener("input", apply);
  for (const box of boxes) box.addEventListener("change", apply);
  controls.hidden = false;
  // A browser may bring back what was typed before the page was loaded again.
  apply();
  window.addEventListener("pageshow", apply);
})();
