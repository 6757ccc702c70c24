"use strict";
// The words of a French text, folded for search: what kit/folding.py and kit/search/folding.py do.

/** @typedef {[start: number, end: number, forms: string[]]} Word */

const NUMBER = /\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)/uy;
const REFERENCE = /[LRDlrd](?=\d{3})/uy;
const WORD = /[\p{L}\p{N}]+(?:[·.•‧][\p{L}\p{Nl}\p{No}]+)*/uy;
const DOT = /[·.•‧]/u;
const SAINTS = new Map([["st", "saint"], ["ste", "sainte"]]);

/** Text without case, accents and ligatures.
 * @param {string} text @returns {string} */
function fold(text) {
  const lower = text.toLowerCase().replace(/[œæßı]/g, (one) => ({ œ: "oe", æ: "ae", ß: "ss", ı: "i" })[one] || one);
  return lower.normalize("NFKD").replace(/[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+/g, "");
}

/** Join an ending to its stem, replacing the letters that it repeats (conseiller·ère → conseillere).
 * @param {string} stem @param {string} ending @returns {string} */
function merge(stem, ending) {
  const first = ending.slice(0, 1);
  if (ending.length >= 3 && stem.slice(-3).includes(first)) return stem.slice(0, stem.lastIndexOf(first)) + ending;
  return stem + ending;
}

/** The words that one inclusive form stands for: « élu·e·s » → elu, elue, elus, elues.
 * @param {string} word @returns {string[]} */
function inclusiveForms(word) {
  const [stem, ...endings] = word.split(DOT).map(fold);
  if (!endings.length) return [SAINTS.get(stem) || stem];
  const feminine = merge(stem, endings[0]);
  if (endings.length === 2 && endings[1] === "s") return [...new Set([stem, feminine, stem + "s", feminine + "s"])];
  if (endings[0].endsWith("s") && endings[0].length > 1) {
    return [...new Set([stem, merge(stem, endings[0].slice(0, -1)), stem + "s", feminine])];
  }
  return [...new Set([stem, feminine])];
}

/** Each word of a text with its place in it.
 * @param {string} text @returns {Word[]} */
function words(text) {
  /** @type {Word[]} */
  const found = [];
  const starts = /[\p{L}\p{N}]/gu;
  for (let begin = starts.exec(text); begin; begin = starts.exec(text)) {
    const at = begin.index;
    const before = text.slice(0, at).slice(-2);
    const tried = [/[\d,.]$/.test(before) ? null : NUMBER, /[\p{L}\p{N}]$/u.test(before) ? null : REFERENCE, WORD];
    let word = "";
    for (const one of tried) {
      if (!one || word) continue;
      one.lastIndex = at;
      const match = one.exec(text);
      if (match) word = match[0];
    }
    starts.lastIndex = at + word.length;
    if (!word.includes(".") || /[·•‧]/.test(word)) {
      found.push([at, at + word.length, inclusiveForms(word.replace(/[ \u00a0\u202f]/g, ""))]);
      continue;
    }
    let place = at; // a full stop inside (« e.g. ») only separates
    for (const part of word.split(/(\.)/)) {
      if (part && part !== ".") found.push([place, place + part.length, [fold(part)]]);
      place += part.length;
    }
  }
  return found;
}

/** @param {string} text @returns {string} */
const foldedText = (text) => words(text).map((word) => word[2].join(" ")).join(" ");

/** @param {string} text @returns {string[]} */
const queryWords = (text) => words(text).map((word) => word[2][0]);
