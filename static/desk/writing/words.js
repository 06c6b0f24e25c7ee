/* How many words a text has, as practice/content/models.py counts them. */

export function wordsIn(text) {
  const read = text.replace(/\]\([^)\s]*\)/g, "]"); // nobody reads the address of a link or a picture
  return (read.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}’'-]*/gu) || []).length;
}
