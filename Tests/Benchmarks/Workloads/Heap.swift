import CHeap

/// By how many bytes the heap is larger after `body`, blocks with their headers; large arrays aside.
func heapGrowth(_ body: () throws -> Void) rethrows -> Double {
  let before = heapInUse()
  try body()
  return heapInUse() - before
}

/// Bytes of heap in use.
func heapInUse() -> Double { Double(cascade_heap_in_use()) }
