/// What one column of the screen shows: a scalar and its style.
///
/// Eight bytes without a reference, since a frame makes and compares thousands of them. The marks that a few cells carry
/// are kept apart, in the ``Grid``. Only a grid makes cells, of text in its safe form (``CharacterWidth``): no control
/// character ever becomes one.
package struct Cell: Hashable, Sendable {
    /// The scalar's value; 0 in the second column of a wide one.
    let base: UInt32
    /// The style in the form that is compared and looked up.
    let look: Style.Code

    /// A cell of one scalar, which has the width of a column or begins a wide character.
    init(_ base: Unicode.Scalar, _ look: Style.Code) {
        self.base = base.value
        self.look = look
    }

    /// The second column of a wide character.
    private init(continuing look: Style.Code) {
        base = 0
        self.look = look
    }

    /// A space in the plain style: what an empty screen is made of.
    package static let blank = Cell(" ", Style.Code(.plain))

    /// The second column of a wide character in this style.
    static func continued(_ look: Style.Code) -> Cell { Cell(continuing: look) }

    /// Whether the cell is the second column of the wide character before it.
    package var isContinued: Bool { base == 0 }

    /// How the cell looks.
    package var style: Style { look.style }

    /// The scalar drawn; a space in the second column of a wide one.
    var scalar: Unicode.Scalar { Unicode.Scalar(base == 0 ? 0x20 : base) ?? " " }

    /// A space that looks the same, in the place of what was cut in two.
    var erased: Cell { Cell(" ", look) }
}
