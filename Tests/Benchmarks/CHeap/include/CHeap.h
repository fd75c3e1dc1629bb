#pragma once
#include <stddef.h>

/// Bytes of heap in use, blocks with their headers; blocks mapped on their own aside.
size_t cascade_heap_in_use(void);
