import Glibc

/// What the C library says of an `errno`, such as `No such file or directory`; its number where it knows none.
func systemMessage(_ errorNumber: Int32) -> String {
    guard let message = unsafe strerror(errorNumber) else { return "error \(errorNumber)" }
    return unsafe String(cString: message)
}
