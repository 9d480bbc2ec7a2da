//! How the memory of an import is given back.
#![allow(unsafe_code, reason = "the allocator is set up by a call into it")]

/// Milliseconds that the allocator waits before it gives memory back, number 15 in the list of its
/// header `mimalloc.h`; the crate names no constant for it.
#[cfg(target_os = "linux")]
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

/// To be called before a graph is made: its large arrays go back to the system as soon as they are
/// dropped. Left alone, the allocator keeps them for a while, and an import takes a sixth more.
pub(super) fn give_back_large_arrays() {
    #[cfg(target_os = "linux")]
    // SAFETY: the call changes a number in the allocator, before the import begins its threads.
    unsafe {
        libmimalloc_sys::mi_option_set(PURGE_DELAY, 0);
    }
}
