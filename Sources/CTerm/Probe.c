// In a file of its own: term.h defines the names of all capabilities as macros, `columns` among them.
#include "CTerm.h"

#include <term.h>

enum cterm_probe_result cterm_probe(const char *type, int fd)
{
    int found = 0;
    if (setupterm(type, fd, &found) != OK)
        return found == -1 ? CTERM_NO_DATABASE : found == 1 ? CTERM_INCAPABLE : CTERM_UNKNOWN_TYPE;
    int usable = cursor_address != NULL && clear_screen != NULL && !hard_copy;
    del_curterm(cur_term);
    return usable ? CTERM_USABLE : CTERM_INCAPABLE;
}
