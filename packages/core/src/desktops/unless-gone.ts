/** What a reading of /proc gives, or `otherwise` when the process ended meanwhile (or, for links, belongs to somebody else). */
export async function unlessGone<Value, Otherwise>(reading: Promise<Value>, otherwise: Otherwise): Promise<Value | Otherwise> {
  try {
    return await reading;
  } catch (cause) {
    if (["ENOENT", "ESRCH", "EACCES"].includes((cause as NodeJS.ErrnoException).code ?? "")) return otherwise;
    throw cause;
  }
}
