import CLinux
import CTerm

/// Hands rows of cells to ncurses, which finds what of them the terminal does not show yet.
struct CellPainter {
    /// Whether the terminal takes UTF-8; otherwise ASCII forms are drawn.
    private let isUTF8: Bool
    /// What ncurses is told for each style.
    private var palette: Palette
    /// The row being handed over, kept for its room.
    private var painted: [cchar_t] = []

    /// A painter for the terminal that ncurses has opened.
    init(isUTF8: Bool, allowsColor: Bool) {
        self.isUTF8 = isUTF8
        palette = Palette(allowsColor: allowsColor)
    }

    /// Draws a row of a grid at the same place of ncurses' standard screen, in at most so many columns.
    mutating func paint(row: Int, of grid: Grid, columns: Int) {
        painted.removeAll(keepingCapacity: true)
        let cells = grid.row(row).prefix(columns)
        var paint = palette.paint(for: Cell.blank.look)
        var look = Cell.blank.look
        for place in cells.indices where !cells[place].isContinued {
            let cell = cells[place]
            if cell.look != look {
                look = cell.look
                paint = palette.paint(for: look)
            }
            let isASCII = cell.base < 0x80
            let column = place - cells.startIndex
            if isASCII, !grid.hasMarks {
                painted.append(paint.cell(cell.base))
            } else {
                let isWide = place + 1 < cells.endIndex && cells[place + 1].isContinued
                append(cell, width: isWide ? 2 : 1, marks: grid.marks(row: row, column: column), paint)
            }
        }
        unsafe wmove(cterm_stdscr(), Int32(row), 0)
        unsafe wadd_wchnstr(cterm_stdscr(), painted, Int32(painted.count))
    }

    /// Adds a cell of any kind: with marks, wide, or one that has to be drawn by its ASCII form.
    private mutating func append(_ cell: Cell, width: Int, marks: [Unicode.Scalar], _ paint: Palette.Paint) {
        guard isDrawable(cell, width) else {
            let form = ASCIIForm.of(cell.scalar).value
            for _ in 0..<width { painted.append(paint.cell(form)) }
            return
        }
        painted.append(marks.isEmpty ? paint.cell(cell.base) : paint.cell([cell.base] + marks.map(\.value)))
    }

    /// Whether the locale can show the scalar, and ncurses will advance by what ``CharacterWidth`` says.
    private func isDrawable(_ cell: Cell, _ width: Int) -> Bool {
        cell.base < 0x80 || isUTF8 && clinux_column_width(cell.base) == width
    }
}
