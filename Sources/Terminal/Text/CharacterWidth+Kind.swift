/// The kinds of scalars.
extension CharacterWidth {
    /// What a scalar does to the columns of a line.
    enum Kind: Equatable {
        case narrow, wide
        /// Drawn on the cell before it.
        case mark
        /// A vowel or final of conjoined Hangul: a mark on Hangul only.
        case conjoining
        /// White space of any kind, line breaks included.
        case space
        /// One half of a flag: shown as its letter.
        case letter(Unicode.Scalar)
        case joiner, skinTone
        /// Invisible, or a request for another picture that terminals honour differently.
        case dropped
        /// No width that terminals and C libraries agree on.
        case doubtful

        init(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x20...0x7E: self = .narrow
            case 0x09...0x0D, 0x85: self = .space
            case 0x00...0x1F, 0x7F...0x9F: self = .doubtful
            case 0xAD: self = .dropped
            case 0xA0...0x2FF, 0x2500...0x25FC: self = .narrow
            case 0x200D: self = .joiner
            case 0x1160...0x11FF, 0xD7B0...0xD7FB: self = .conjoining
            case 0x20E3, 0xFE00...0xFE0F, 0xE0100...0xE01EF: self = .dropped
            case 0x302E, 0x302F, 0x1171E, 0x16FF0, 0x16FF1: self = .dropped  // marks of contested width
            case 0x1F3FB...0x1F3FF: self = .skinTone
            case 0x1F1E6...0x1F1FF: self = .letter(Self.letter(ofRegionalIndicator: scalar))
            default: self = Self.byProperties(scalar)
            }
        }

        private static func byProperties(_ scalar: Unicode.Scalar) -> Kind {
            switch scalar.properties.generalCategory {
            case .unassigned, .privateUse, .surrogate, .control: return .doubtful
            case .format: return .dropped
            case .lineSeparator, .paragraphSeparator: return .space
            case let category:
                // Characters of the last few years: the C library here may know no width for them.
                guard let age = scalar.properties.age, age.major <= newestUnicode else { return .doubtful }
                if category == .nonspacingMark || category == .enclosingMark { return .mark }
                return isWide(scalar.value) ? .wide : .narrow
            }
        }

        private static let newestUnicode = 14

        private static func isWide(_ value: UInt32) -> Bool {
            guard value >= 0x1100 else { return false }
            var low = 0
            var high = wideRanges.count
            while low < high {
                let middle = (low + high) / 2
                if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
            }
            return low < wideRanges.count && wideRanges[low].contains(value)
        }

        private static func letter(ofRegionalIndicator scalar: Unicode.Scalar) -> Unicode.Scalar {
            Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value - 0x1F1E6) + UInt8(ascii: "A"))
        }
    }
}
