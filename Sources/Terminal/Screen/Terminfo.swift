import CTerm

/// The description of the terminal that ncurses has loaded.
enum Terminfo {
    /// A string capability by its short name (terminfo(5)); `nil` where the terminal has none.
    static func string(_ name: String) -> [UInt8]? {
        // For a name that is no string capability the answer is (char *)-1.
        guard let value = unsafe tigetstr(name), Int(bitPattern: value) != -1 else { return nil }
        let bytes = unsafe Array(String(cString: value).utf8)
        return bytes.isEmpty ? nil : bytes
    }
}
