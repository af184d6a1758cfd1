//! How the program asks the system for memory. Changes no result, only what it costs.

/// To be called first. A scan takes hundreds of buffers of some megabytes, one after the other: memory that was used
/// before costs less than what the system has to find and to clear, page by page.
pub fn settle() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        /// Bytes of freed memory that are kept to be used again, at most.
        const KEPT: i32 = 256 << 20;
        /// Bytes from which on a piece goes back to the system when it is freed.
        const LARGE: i32 = 32 << 20;
        /// Bytes that the heap grows by, at least: else each thread asks for a few pages at a time.
        const GROWTH: i32 = 16 << 20;
        // SAFETY: these set three numbers of the allocator, before there is a second thread.
        unsafe {
            libc::mallopt(libc::M_TOP_PAD, GROWTH);
            libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT);
            libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
        }
    }
}
