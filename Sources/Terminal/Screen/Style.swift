/// How a run of text looks.
///
/// Colours are the terminal's own sixteen, so that its theme holds.
package struct Style: Hashable, Sendable {
    /// A colour by its ANSI number, 0 to 7.
    package enum Color: UInt8, Hashable, Sendable {
        case black, red, green, yellow, blue, magenta, cyan, white
    }

    /// What else tells a text from the rest.
    ///
    /// Of these `NO_COLOR` leaves bold and reverse.
    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let underline = Attributes(rawValue: 4)
        package static let reverse = Attributes(rawValue: 8)
    }

    /// The colour of the letters; `nil` is the terminal's own.
    package var foreground: Color?
    /// The colour behind them; `nil` is the terminal's own.
    package var background: Color?
    /// Bold, dim, underlined, reversed.
    package var attributes: Attributes

    /// A style such as `Style(.cyan, .bold)`; with nothing given, the plain one.
    package init(_ foreground: Color? = nil, on background: Color? = nil, _ attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The terminal's own colours, and no attribute.
    package static let plain = Style()
}

/// Styles in cells.
extension Style {
    /// A style as one small number, which cells hold and a ``Palette`` looks up.
    ///
    /// From the lowest bit: four for the attributes, four for the foreground and four for the background, where 0 is the
    /// terminal's own colour.
    struct Code: Hashable, Sendable {
        let rawValue: UInt32

        /// How many codes there are.
        static let count = 1 << 12

        init(_ style: Style) {
            let foreground = style.foreground.map { UInt32($0.rawValue) + 1 } ?? 0
            let background = style.background.map { UInt32($0.rawValue) + 1 } ?? 0
            rawValue = UInt32(style.attributes.rawValue & 0xF) | foreground << 4 | background << 8
        }

        /// The style that the code stands for.
        var style: Style {
            Style(color(at: 4), on: color(at: 8), Attributes(rawValue: UInt8(rawValue & 0xF)))
        }

        private func color(at bit: UInt32) -> Color? {
            let number = UInt8(rawValue >> bit & 0xF)
            return number == 0 ? nil : Color(rawValue: number - 1)
        }
    }
}
