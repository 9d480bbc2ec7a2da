//! How the memory of an import is given back.
#![allow(unsafe_code, reason = "the C library's allocator is set up by a call into it")]

/// Arrays from this size on go back to the system as soon as they are dropped. Left alone, the GNU
/// allocator keeps them once it has seen a large one go, and an import then takes half as much
/// again.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE: i32 = 1 << 20;

/// To be called before a graph is made.
pub(super) fn give_back_large_arrays() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: the call changes a number in the allocator and is made for any thread at any time.
    // Should it refuse, more memory is taken and nothing else changes.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}
