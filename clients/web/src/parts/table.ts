export interface Column<Row> {
  key: string;
  label: string;
  text: (row: Row) => string;
  isNumber?: boolean;
}

// As Swedish Excel opens it: semicolons, quotes where needed, and a mark of the encoding. A cell that a spreadsheet would
// take for a formula begins with an apostrophe.
export function csv<Row>(columns: Column<Row>[], rows: Row[]): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text.replace(',', '.'))) ? `'${text}` : text;
    return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [columns.map((column) => column.label), ...rows.map((row) => columns.map((column) => column.text(row)))];
  return `\ufeff${lines.map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`;
}

export function download<Row>(file: string, columns: Column<Row>[], rows: Row[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv(columns, rows)], { type: 'text/csv;charset=utf-8' }));
  link.download = `${file}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
