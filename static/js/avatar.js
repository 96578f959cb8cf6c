// The square of a picture that becomes somebody's avatar: drawn on a canvas, moved by dragging or by sliders.
// The server cuts it out; what is sent are three shares (0 to 1): x and y of what is left beside the square, and its size.
const side = 192; // CSS pixels

const between = (value, least, most) => Math.min(Math.max(value, least), most);

class Crop {
  constructor(form, image) {
    this.form = form;
    this.image = image;
    const box = form.querySelector("template[data-crop]").content.firstElementChild.cloneNode(true);
    form.querySelector("fieldset")?.remove();
    form.querySelector(".buttons").before(box);
    this.canvas = box.querySelector("canvas");
    this.canvas.style.width = `${side}px`;
    this.canvas.style.cursor = "grab";
    this.canvas.style.touchAction = "none";
    [this.zoom, this.x, this.y] = ["zoom", "x", "y"].map((name) => box.querySelector(`[data-${name}]`));
    box.addEventListener("input", () => this.draw());
    this.canvas.addEventListener("pointerdown", (event) => this.grab(event));
    this.canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom.value = Number(this.zoom.value) * (event.deltaY < 0 ? 1.1 : 0.9);
      this.draw();
    }, { passive: false });
    this.draw();
  }

  // The square within the picture, in its own pixels.
  get square() {
    const { width, height } = this.image;
    const length = Math.min(width, height) / Number(this.zoom.value);
    return { length, left: (width - length) * Number(this.x.value), top: (height - length) * Number(this.y.value) };
  }

  draw() {
    const { length, left, top } = this.square;
    const pen = this.canvas.getContext("2d");
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.drawImage(this.image, left, top, length, length, 0, 0, this.canvas.width, this.canvas.height);
    this.form.elements.x.value = this.x.value;
    this.form.elements.y.value = this.y.value;
    this.form.elements.size.value = 1 / Number(this.zoom.value);
  }

  grab(start) {
    this.canvas.setPointerCapture(start.pointerId);
    const { length, left, top } = this.square;
    const scale = length / side;
    const free = { x: this.image.width - length, y: this.image.height - length };
    const move = (event) => {
      if (free.x) this.x.value = between((left - (event.clientX - start.clientX) * scale) / free.x, 0, 1);
      if (free.y) this.y.value = between((top - (event.clientY - start.clientY) * scale) / free.y, 0, 1);
      this.draw();
    };
    this.canvas.addEventListener("pointermove", move);
    const leave = () => this.canvas.removeEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, leave, { once: true });
  }
}

for (const form of document.querySelectorAll("form[data-avatar]")) {
  form.elements.picture.addEventListener("change", async () => {
    const [file] = form.elements.picture.files;
    const unreadable = form.querySelector("[data-unreadable]");
    form.querySelector("fieldset")?.remove();
    for (const name of ["x", "y", "size"]) form.elements[name].value = "";
    unreadable.hidden = true;
    if (!file) return;
    try {
      new Crop(form, await createImageBitmap(file));
    } catch {
      unreadable.hidden = false;
    }
  });
}
