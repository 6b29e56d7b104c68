package import Terminal

/// What a person asked of the full-screen interface.
package struct InterfaceOptions: Hashable, Sendable {
    /// No borders, no repaint every second, times in words: for screen readers and slow lines.
    package var plain: Bool
    /// Shows everything and changes nothing: no sign-in, no renewal, no token handed out.
    package var readOnly: Bool
    /// Whether the terminal is asked to notify the person before a session lapses.
    package var notifies: Bool
    /// The way of notifying that the person's terminal understands.
    package var notification: Notifications.Method
    /// What the header calls the program, such as `stoke demo`.
    package var title: String
    /// What went wrong before the screen was there, to be said on it.
    package var warning: String?

    /// Options as the command line gives them; by default everything is shown, changed and drawn in full.
    package init(
        plain: Bool = false, readOnly: Bool = false, notifies: Bool = false,
        notification: Notifications.Method = .osc777, title: String = "stoke",
        warning: String? = nil
    ) {
        self.plain = plain
        self.readOnly = readOnly
        self.notifies = notifies
        self.notification = notification
        self.title = title
        self.warning = warning
    }
}
