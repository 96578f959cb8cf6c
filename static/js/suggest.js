// Suggestions under a search field: [data-suggest] is the address, its <input name="q"> becomes a combobox.
// Without this module the field is a plain search.

const WAIT_MS = 90;

class Suggestions {
  constructor(box, number) {
    this.box = box;
    this.input = box.querySelector('input[name="q"]');
    this.list = document.createElement("div");
    this.list.className = box.matches("form") ? "menu-list" : "menu-list start";
    this.list.id = `suggestions-${number}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels[0]?.textContent.trim() || this.input.placeholder);
    this.list.hidden = true;
    this.said = document.createElement("span");
    this.said.className = "unseen";
    this.said.setAttribute("role", "status");
    box.append(this.list, this.said);
    const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(combobox)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("focusout", (event) => {
      if (!box.contains(event.relatedTarget)) this.close();
    });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  }

  get options() {
    return [...this.list.querySelectorAll('[role="option"]')];
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    this.asking?.abort();
    const text = this.input.value.trim();
    if (text.length < 2) return this.close();
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.box.dataset.suggest}?${new URLSearchParams({ q: text })}`, {
        signal: this.asking.signal,
        headers: { "HX-Request": "true" },
      });
      if (!answer.ok) return this.close();
      this.show(await answer.text());
    } catch {
      // Asked again meanwhile, or the line is down: the field still searches.
    }
  }

  show(html) {
    if (document.activeElement !== this.input) return;
    this.list.innerHTML = html;
    const options = this.options;
    if (!options.length) return this.close();
    for (const option of options) option.id = `${this.list.id}-${option.id}`;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
    this.said.textContent = this.list.querySelector("[data-said]")?.dataset.said ?? "";
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.list.replaceChildren();
    this.said.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  choose(step) {
    const options = this.options;
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    options[at]?.setAttribute("aria-selected", "false");
    // One place before the first is the field itself, with what was typed.
    const next = ((at + 1 + step + options.length + 1) % (options.length + 1)) - 1;
    if (next < 0) return this.input.removeAttribute("aria-activedescendant");
    options[next].setAttribute("aria-selected", "true");
    options[next].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[next].id);
  }

  key(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.ask();
      else this.choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const chosen = this.options.find((option) => option.getAttribute("aria-selected") === "true");
      if (!chosen) return;
      event.preventDefault();
      location.assign(chosen.href);
    }
  }
}

document.querySelectorAll("[data-suggest]").forEach((box, number) => new Suggestions(box, number));
