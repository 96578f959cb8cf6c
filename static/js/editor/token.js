// The token that says a request comes from this form.
export const token = (form) => form?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
