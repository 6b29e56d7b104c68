import Records

/// The sessions of a keeper, and which of them belong to an endpoint, neither at the cost of a look at all of them.
struct HeldSessions {
    private var sessions: [SessionID: Session] = [:]
    private var namesByEndpoint: [String: Set<SessionID>] = [:]

    /// Sets, replaces or, by `nil`, removes a session; the index of its endpoint follows.
    subscript(_ id: SessionID) -> Session? {
        get { sessions[id] }
        set {
            let isNew = sessions[id] == nil
            sessions[id] = newValue
            if newValue == nil {
                namesByEndpoint[id.endpoint]?.remove(id)
            } else if isNew {
                namesByEndpoint[id.endpoint, default: []].insert(id)
            }
        }
    }

    /// Every session's name, in no order.
    var names: [SessionID] { Array(sessions.keys) }

    /// Every session, in no order.
    var all: some Collection<Session> { sessions.values }

    /// The names of the sessions at one endpoint, in no order.
    func names(at endpoint: String) -> Set<SessionID> {
        namesByEndpoint[endpoint] ?? []
    }

    /// Whether the endpoint has no session, nor a row that stands for it.
    func isEmpty(at endpoint: String) -> Bool {
        namesByEndpoint[endpoint]?.isEmpty ?? true
    }
}
