/* Arrow keys, Home and End move between the cells of a grid; without this file Tab still does. */
"use strict";

const CELLS = "input:not(:disabled):not([type=hidden])";

function places(table) {
  return [...table.querySelectorAll("tbody tr")]
    .map((row) => [...row.cells].map((cell) => cell.querySelector(CELLS)))
    .filter((row) => row.some(Boolean));
}

function placeOf(rows, input) {
  const row = rows.findIndex((inputs) => inputs.includes(input));
  return { row, column: row < 0 ? -1 : rows[row].indexOf(input) };
}

function along(inputs, from, step) {
  for (let index = from + step; index >= 0 && index < inputs.length; index += step) {
    if (inputs[index]) return inputs[index];
  }
  return null;
}

function isInsideText(input, key) {
  if (input.type === "checkbox" || !["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) return false;
  if (input.selectionStart === 0 && input.selectionEnd === input.value.length) return false;
  const edge = key === "ArrowLeft" || key === "Home" ? 0 : input.value.length;
  return input.selectionStart !== input.selectionEnd || input.selectionStart !== edge;
}

function target(rows, input, key) {
  const { row, column } = placeOf(rows, input);
  if (row < 0) return null;
  const inRow = rows[row];
  const inColumn = rows.map((inputs) => inputs[column]);
  switch (key) {
    case "ArrowLeft": return along(inRow, column, -1);
    case "ArrowRight": return along(inRow, column, 1);
    case "ArrowUp": return along(inColumn, row, -1);
    case "ArrowDown": return along(inColumn, row, 1);
    case "Home": return along(inRow, -1, 1);
    case "End": return along(inRow, inRow.length, -1);
    default: return null;
  }
}

function move(event) {
  if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  const input = event.target;
  if (!input.matches(CELLS) || isInsideText(input, event.key)) return;
  const next = target(places(event.currentTarget), input, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (next.type !== "checkbox") next.select();
}

for (const table of document.querySelectorAll("table[data-grid]")) table.addEventListener("keydown", move);
