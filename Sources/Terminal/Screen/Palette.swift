import CTerm

/// What ncurses is told for a ``Style``: attributes and a colour pair, which is allocated on first use.
struct Palette {
    /// What ncurses is told for one style.
    struct Paint {
        let attributes: attr_t
        let pair: Int32
        private let blank: cchar_t

        init(attributes: attr_t, pair: Int32) {
            self.attributes = attributes
            self.pair = pair
            blank = unsafe cterm_cell([0x20], 1, attributes, pair)
        }

        /// A cell with one scalar: without `setcchar`, of which a screen would take thousands.
        func cell(_ scalar: UInt32) -> cchar_t {
            var cell = blank
            cell.chars.0 = wchar_t(scalar)
            return cell
        }

        /// A cell with a base and its marks, of which ncurses keeps four.
        func cell(_ scalars: [UInt32]) -> cchar_t {
            unsafe cterm_cell(scalars, Int32(scalars.count), attributes, pair)
        }
    }

    /// Whether the terminal has colours and they are allowed.
    private let hasColor: Bool
    /// Whether `NO_COLOR` leaves colours.
    private let allowsColor: Bool
    /// By the style's code; made when it is first asked for.
    private var paints: [Paint?] = Array(repeating: nil, count: Style.Code.count)

    /// A palette for the terminal that ncurses has opened, whose own colours stay the default ones.
    init(allowsColor: Bool) {
        self.allowsColor = allowsColor
        hasColor = allowsColor && has_colors() && start_color() == OK && cterm_colors() >= 8
        if hasColor { use_default_colors() }
    }

    /// The paint for a style, by its code.
    mutating func paint(for look: Style.Code) -> Paint {
        if let paint = paints[Int(look.rawValue)] { return paint }
        let paint = Paint(attributes: attributes(for: look.style), pair: pair(for: look.style))
        paints[Int(look.rawValue)] = paint
        return paint
    }

    /// The attributes of a style, as far as they are allowed.
    private func attributes(for style: Style) -> attr_t {
        var shown = style.attributes
        if !allowsColor { shown.formIntersection([.bold, .reverse]) }
        // Without colours, reverse is the nearest thing to a background.
        if !hasColor, style.background != nil { shown.insert(.reverse) }
        var attributes: attr_t = 0
        if shown.contains(.bold) { attributes |= cterm_bold }
        if shown.contains(.dim) { attributes |= cterm_dim }
        if shown.contains(.underline) { attributes |= cterm_underline }
        if shown.contains(.reverse) { attributes |= cterm_reverse }
        return attributes
    }

    /// The colour pair of a style; 0, the terminal's own, where it has none.
    private func pair(for style: Style) -> Int32 {
        guard hasColor, style.foreground != nil || style.background != nil else { return 0 }
        let pair = alloc_pair(number(style.foreground), number(style.background))
        return max(pair, 0)
    }

    /// -1 is the terminal's own colour.
    private func number(_ color: Style.Color?) -> Int32 {
        color.map { Int32($0.rawValue) } ?? -1
    }
}
