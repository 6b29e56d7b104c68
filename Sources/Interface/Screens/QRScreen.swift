import SMART
import Terminal

/// The address as a QR code, for a browser on another device.
struct QRScreen: ScreenModel {
    /// What the code holds.
    let address: String
    /// Set once the person went back.
    private(set) var isDone = false

    /// Shows an address.
    init(address: String) { self.address = address }

    /// The address can be copied from here too.
    var context: Context { .qrCode }

    /// Copies the address, or goes back.
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect] {
        switch action {
        case .copyAddress:
            state.say("Sent the address to the terminal's clipboard")
            return [.copy(Redacted(address))]
        case .back:
            isDone = true
        default:
            break
        }
        return []
    }

    /// Draws the code in the middle, black on white; where it does not fit, how large the terminal would have to be.
    ///
    /// Black on white whatever the terminal's colours are: many readers take no inverted code.
    func paint(on canvas: inout Canvas, state: State) {
        let area = canvas.paintPage("Scan to sign in", of: state)
        let form: QRCode.Form = canvas.theme.isUTF8 ? .halfBlocks : .ascii
        guard let code = QRCode(address) else {
            canvas.put(" The address is too long for a QR code.", in: area, row: 1)
            return
        }
        let size = code.size(form)
        guard size.columns <= area.width, size.rows <= area.height else {
            let words = """
                The code needs a terminal of \(size.columns) columns and \(size.rows + 3) rows; this one has \
                \(canvas.size.columns) and \(canvas.size.rows). Enlarge the window or use a smaller font. \
                y copies the address instead.
                """
            let lines = Line.wrap(words, columns: area.width - 2).map { Line(" ") + $0 }
            canvas.put([Line()] + lines, in: area)
            return
        }
        let column = (area.width - size.columns) / 2
        for (row, text) in code.rows(form).enumerated() {
            canvas.put(Line(text, Style(.black, on: .white)), in: area, row: row, column: column)
        }
        guard size.rows < area.height else { return }
        let advice = " Where that device cannot come back to this one, paste the address it ends at: Esc, then p."
        canvas.put(Line(advice, Theme.quiet), in: area, row: size.rows)
    }
}
