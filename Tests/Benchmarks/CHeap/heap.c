#include "CHeap.h"

#if defined(__APPLE__)
#include <malloc/malloc.h>
size_t cascade_heap_in_use(void) { return mstats().bytes_used; }
#else
#include <malloc.h>
size_t cascade_heap_in_use(void) { return mallinfo2().uordblks; }
#endif
