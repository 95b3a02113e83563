// The text editor draws a box without a name; a screen reader needs the label of its field.
document.addEventListener("DOMContentLoaded", () => {
  const name = (box) => {
    const label = box.closest(".form-row")?.querySelector("label");
    if (label) box.setAttribute("aria-label", label.textContent.replace(":", "").trim());
  };
  new MutationObserver(() => document.querySelectorAll(".ProseMirror:not([aria-label])").forEach(name)).observe(
    document.body,
    { childList: true, subtree: true },
  );
});
